"""`soi export`: data out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from listings.errors import StoreUnavailable
from listings.wording import Language
from monitor.steps.exporting import ExportFormat, ExportKind
from monitor.terminal import say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(export)


def export(
    kind: Annotated[ExportKind, typer.Argument(help="What to take out.")],
    form: Annotated[ExportFormat, typer.Option("--format", help="The file's format.")] = "jsonl",
    language: Annotated[Language, typer.Option(help="The language of headings in CSV and XLSX.")] = "vi",
    output: Annotated[Path | None, typer.Option(help="The file; JSONL and CSV go to stdout if left out.")] = None,
) -> None:
    """Take data out, all of one kind.

    Example: soi export hits --format xlsx --output hits.xlsx
    """
    from monitor.steps.exporting import export_table
    from monitor.wiring import workspace_stores
    from takedowns.tables.catalogue import write_table

    if output is None and form == "xlsx":
        raise typer.BadParameter("XLSX needs --output FILE")
    with workspace_stores(find_workspace()) as stores:
        content = write_table(export_table(stores, kind), form, language)
        if output is None:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(content)
        else:
            write_whole(output, content)
            say(f"written: {output}")


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Write a file that appears under its name only when it is whole.

    Raises:
        StoreUnavailable: the disk is full or the folder cannot be written.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as stream:
            stream.writelines(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreUnavailable(f"cannot be written: {error.strerror}", where=str(path)) from error
