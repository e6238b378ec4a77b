"""`soi check`: listings in, verdicts out, no workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from listings.wording import Language


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(check)


def check(
    file: Annotated[str, typer.Argument(help="Listings, one JSON object a line; - is standard input.")] = "-",
    language: Annotated[Language, typer.Option(help="The language of the reasons.")] = "vi",
    model: Annotated[str, typer.Option(help="Another SentenceTransformer by name or folder.")] = "",
) -> None:
    """Judge listings without a workspace: one verdict a line, in order.

    A line that cannot be judged gives {"id", "error"} in its place and exit code 1 at the end.

    Example: soi check listings.jsonl > verdicts.jsonl
    """
    from monitor.steps.checking import check_lines

    if file == "-":
        faults = check_lines(sys.stdin.buffer, sys.stdout, language=language, model=model, name="standard input")
    else:
        faults = _check_file(Path(file), language, model)
    if faults:
        raise typer.Exit(1)


def _check_file(path: Path, language: Language, model: str) -> int:
    from listings.errors import NotFound
    from monitor.steps.checking import check_lines

    try:
        stream = path.open("rb")
    except OSError as error:
        raise NotFound(f"cannot be read: {error.strerror}", where=str(path)) from error
    with stream:
        return check_lines(stream, sys.stdout, language=language, model=model, name=str(path))
