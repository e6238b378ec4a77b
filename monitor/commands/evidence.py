"""`soi evidence`: bundles and the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import say, say_json
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Captured evidence: bundles, and whether a byte was altered.", no_args_is_help=True)
    application.add_typer(group, name="evidence")
    group.command("export")(export)
    group.command("verify")(verify)


def export(
    hit: Annotated[int, typer.Argument(help="The hit's number.")],
    output: Annotated[Path | None, typer.Option(help="The ZIP file; hit-N.zip if left out.")] = None,
) -> None:
    """Write one hit's evidence as a ZIP: what was seen, found and decided, with every hash.

    Example: soi evidence export 12 --output hit-12.zip
    """
    from monitor.steps.bundling import write_hit_bundle
    from monitor.wiring import workspace_stores

    path = output or Path(f"hit-{hit}.zip")
    with workspace_stores(find_workspace()) as stores:
        write_hit_bundle(stores, hit, path)
    say(f"written: {path}")


def verify(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Read the whole chain and every capture again; exit code 1 if anything was altered or lost.

    Example: soi evidence verify
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        report = stores.evidence.verify()
    if as_json:
        say_json({"sound": report.sound, "entries": report.entries, "blobs": report.blobs, "faults": report.faults})
    else:
        for fault in report.faults:
            say(f"FAULT  {fault}")
        state = "sound" if report.sound else f"{len(report.faults)} faults"
        say(f"{report.entries} chain entries, {report.blobs} captures: {state}")
    if not report.sound:
        raise typer.Exit(1)
