"""`soi import`: listings from files."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from listings.errors import InvalidInput
from monitor.terminal import ProgressLine, note, say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command("import")(import_files)


def import_files(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="JSONL, CSV, saved HTML, MHTML, HAR, WARC, captures; or folders.")
    ] = None,
    watch: Annotated[
        Path | None, typer.Option(help="Take in every file that is laid into this folder, until Ctrl-C.")
    ] = None,
    *,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="With --watch: end when nothing new is there.")
    ] = False,
) -> None:
    """Import listings from files. A line or file that cannot be read is named; the rest goes on.

    A page on the list of pages to capture is done once it comes in a file and is read. With --watch a file is taken in
    once by its content and left where it lies, and judged meanwhile (not with --until-idle); screenshots (PNG, JPEG)
    need a text of the same name beside them.
    Exit code 1 if anything could not be read.

    Example: soi import listings.jsonl saved-pages/
    """
    if watch is not None:
        _watch(watch, paths or [], until_idle=until_idle)
        return
    if not paths:
        raise InvalidInput("nothing to import", remedy="name files or folders, or --watch DIR")
    from monitor.steps.importing import WHAT_NEXT, import_paths
    from monitor.wiring import workspace_stores

    progress = ProgressLine(every=1000)
    with workspace_stores(find_workspace()) as stores:
        report = import_paths(stores, paths, fault=note, progress=lambda done: progress.show(f"imported {done}"))
    progress.end()
    say(f"listings: new {report.new}, changed {report.changed}, same {report.same}; could not be read: {report.faults}")
    if report.closed:
        say(f"on the list of pages to capture now done: {report.closed}")
    if report.new or report.changed:
        say(WHAT_NEXT)
    if report.faults:
        raise typer.Exit(1)


def _watch(folder: Path, paths: list[Path], *, until_idle: bool) -> None:
    from monitor.steps.capturing import watch_folder
    from monitor.steps.judging import JudgingBeside
    from monitor.wiring import workspace_stores

    if paths:
        raise InvalidInput("--watch takes one folder and no files", remedy="import the files by a command of their own")
    workspace = find_workspace()
    with (
        workspace_stores(workspace) as stores,
        nullcontext() if until_idle else JudgingBeside(workspace, stores, note),
    ):
        unread = watch_folder(stores, folder, until_idle=until_idle, say=say)
    if unread:
        raise typer.Exit(1)
