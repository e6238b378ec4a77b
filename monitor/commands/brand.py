"""`soi brand`: reference brands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.arguments import named
from monitor.terminal import note, say, say_json, say_rows
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Brands with their reference pictures, words, sellers and prices.", no_args_is_help=True)
    application.add_typer(group, name="brand")
    group.command("add")(add)
    group.command("import")(import_folder)
    group.command("list")(list_brands)


def add(
    name: Annotated[str, typer.Argument(help="The brand's name.", callback=named)],
    image: Annotated[list[Path] | None, typer.Option(help="A reference picture; may be repeated.")] = None,
    word: Annotated[list[str] | None, typer.Option(help="A word that names the brand; may be repeated.")] = None,
) -> None:
    """Add a brand, or pictures and words to one.

    Example: soi brand add Ombrelis --image cream.png serum.png --word ombrelis
    """
    from monitor.steps.branding import add_brand
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        brand = add_brand(stores, name, images=image or [], words=word or [])
    say(f"{brand.name}: {len(brand.references)} reference pictures, words: {', '.join(brand.words) or 'none'}")
    note("judge what is stored against the new reference with: soi detect --all")


def import_folder(
    folder: Annotated[Path, typer.Argument(help="A brand's folder (images and brand.toml), or a folder of such.")],
) -> None:
    """Import brands from folders: images beside a brand.toml with name, words, sellers and usual prices.

    Example: soi brand import brands/
    """
    from monitor.steps.branding import import_brands
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        for brand, refused in import_brands(stores, folder):
            say(f"{brand.name}: {len(brand.references)} reference pictures")
            for line in refused:
                note(line)


def list_brands(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the brands.

    Example: soi brand list --json
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        brands = stores.brands.all()
    if as_json:
        for brand in brands:
            say_json(brand)
        return
    say_rows(
        ("brand", "pictures", "words", "authorised"),
        [(b.name, len(b.references), ", ".join(b.words), ", ".join(b.authorised)) for b in brands],
    )
