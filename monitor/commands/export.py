"""`soi export`: data out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from listings.wording import Language
from monitor.files import STANDARD_OUTPUT, whole_file
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
    output: Annotated[Path | None, typer.Option(help="The file; JSONL and CSV go to stdout if left out or -.")] = None,
) -> None:
    """Take data out, all of one kind.

    Example: soi export hits --format xlsx --output hits.xlsx
    """
    from monitor.steps.exporting import export_table
    from monitor.wiring import workspace_stores
    from takedowns.tables.catalogue import write_table

    target = output or STANDARD_OUTPUT
    if target == STANDARD_OUTPUT and form == "xlsx":
        raise typer.BadParameter("XLSX needs --output FILE")
    with workspace_stores(find_workspace()) as stores:
        content = write_table(export_table(stores, kind), form, language)
        if target == STANDARD_OUTPUT:
            sys.stdout.buffer.writelines(content)
            return
        with whole_file(target) as stream:
            stream.writelines(content)
    say(f"written: {target}")
