"""`soi backup` and `soi restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    application.command()(backup)
    application.command()(restore)


def backup(file: Annotated[Path, typer.Argument(help="The archive to write, for example soi.tar.gz.")]) -> None:
    """Write database, evidence and settings into one archive, also while others work.

    The archive holds the keys of the sealed evidence: keep it as safe as the workspace itself.

    Example: soi backup soi-2026-11-21.tar.gz
    """
    from monitor.steps.safekeeping import back_up

    size = back_up(find_workspace(), file)
    say(f"written: {file} ({size} bytes)")


def restore(
    file: Annotated[Path, typer.Argument(help="An archive made by soi backup.")],
    folder: Annotated[Path, typer.Argument(help="The workspace to make from it; must not exist or be empty.")],
) -> None:
    """Make a workspace from an archive, and verify its evidence.

    Example: soi restore soi-2026-11-21.tar.gz monitor
    """
    from monitor.steps.safekeeping import restore as restore_archive

    report = restore_archive(file, folder)
    for fault in report.faults:
        say(f"FAULT  {fault}")
    say(f"restored into {folder}: {report.entries} chain entries, {report.blobs} captures, {len(report.faults)} faults")
    if not report.sound:
        raise typer.Exit(1)
