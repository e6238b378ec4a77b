"""`soi extract`: a saved page read into a listing, no workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import say_json


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(extract)


def extract(
    file: Annotated[Path | None, typer.Argument(help="A saved page.")] = None,
    url: Annotated[str, typer.Option(help="Where the page was.")] = "",
    batch: Annotated[Path | None, typer.Option(help='Many: a file of lines {"file", "url"}.')] = None,
) -> None:
    """Read a saved page into a listing.

    Exit code 1 if the page is no listing; with --batch each line says so for itself.

    Example: soi extract page.html --url https://shop.example/p/1
    """
    from crawlers.extract.batch import extract_batch, extract_file
    from crawlers.records import listing_to_json

    if batch is not None:
        for line in extract_batch(batch):
            say_json(line)
        return
    if file is None or not url:
        raise typer.BadParameter("give FILE with --url, or --batch INDEX.jsonl")
    say_json(listing_to_json(extract_file(file, url).listing))
