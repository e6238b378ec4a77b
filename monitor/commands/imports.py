"""`soi import`: listings from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import ProgressLine, note, say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command("import")(import_files)


def import_files(
    paths: Annotated[
        list[Path], typer.Argument(help="JSONL, CSV, saved HTML, MHTML, HAR, WARC, captures; or folders.")
    ],
) -> None:
    """Import listings from files. A line or file that cannot be read is named; the rest goes on.

    Exit code 1 if anything could not be read.

    Example: soi import listings.jsonl saved-pages/
    """
    from monitor.steps.importing import import_paths
    from monitor.wiring import workspace_stores

    progress = ProgressLine(every=1000)
    with workspace_stores(find_workspace()) as stores:
        report = import_paths(stores, paths, fault=note, progress=lambda done: progress.show(f"imported {done}"))
    progress.end()
    say(f"listings: new {report.new}, changed {report.changed}, same {report.same}; could not be read: {report.faults}")
    if report.faults:
        raise typer.Exit(1)
