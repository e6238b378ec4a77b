"""`soi evidence`: bundles and the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import note, say, say_json
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Captured evidence: bundles, and whether a byte was altered.", no_args_is_help=True)
    application.add_typer(group, name="evidence")
    group.command("export")(export)
    group.command("verify")(verify)
    group.command("picture")(picture)


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


def picture(
    most: Annotated[int, typer.Option(min=1, help="Screenshots to take at most.")] = 200,
) -> None:
    """Take screenshots of listings that wait for review, as they were captured; needs Chromium.

    The captured page is shown with its own pictures and without scripts; of its site only styles are asked for, behind
    the filtering proxy. Exit code 1 if a page could not be shown.

    Example: soi evidence picture
    """
    from monitor.steps.picturing import picture_hits
    from monitor.wiring import net_guard, workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        contact = workspace.settings.net.contact
        report = picture_hits(stores, net_guard(workspace), contact=contact, most=most, fault=note)
    say(f"screenshots: taken {report.taken}, failed {report.failed}")
    if report.failed:
        raise typer.Exit(1)


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
