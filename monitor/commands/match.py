"""`soi match`: pictures against references, no workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from listings.errors import NotFound
from monitor.terminal import say_json


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(match)


def match(
    images: Annotated[list[Path], typer.Argument(help="Pictures, or folders of pictures.")],
    references: Annotated[Path, typer.Option(help="A folder of references; its first-level folders are brands.")],
) -> None:
    """Match pictures against reference pictures: one verdict a line.

    Example: soi match --references brands/ downloads/
    """
    from detectors.images.folder import match_folder

    if not references.is_dir():
        raise NotFound("is no folder", where=str(references))
    for verdict in match_folder(references, _files(images)):
        say_json(verdict)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        elif path.exists():
            yield path
        else:
            raise NotFound("is not there", where=str(path))
