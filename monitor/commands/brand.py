"""`soi brand`: reference brands."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.arguments import named
from monitor.commands.floods import floods, release
from monitor.terminal import note, say, say_json, say_rows
from monitor.workspace import find_workspace

if TYPE_CHECKING:
    from monitor.steps.branding import TakenBrand
    from store.open import Stores


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Brands with their reference pictures, words, sellers and prices.", no_args_is_help=True)
    application.add_typer(group, name="brand")
    group.command("add")(add)
    group.command("import")(import_folder)
    group.command("list")(list_brands)
    group.command("floods")(floods)
    group.command("release")(release)


def add(
    name: Annotated[str, typer.Argument(help="The brand's name.", callback=named)],
    image: Annotated[list[Path] | None, typer.Option(help="A reference picture; may be repeated.")] = None,
    word: Annotated[list[str] | None, typer.Option(help="A word that names the brand; may be repeated.")] = None,
    benign: Annotated[
        list[Path] | None,
        typer.Option(help="A picture that proves nothing and silences what it explains; may be repeated."),
    ] = None,
) -> None:
    """Add a brand, or pictures and words to one.

    Example: soi brand add Ombrelis --image cream.png serum.png --word ombrelis
    """
    from monitor.steps.branding import add_brand
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        taken = add_brand(stores, name, images=image or [], words=word or [], benign=benign or [])
        brand = taken.brand
        say(f"{brand.name}: {len(brand.references)} reference pictures, words: {', '.join(brand.words) or 'none'}")
        _offer_match(stores, [taken])


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
        brands = []
        for taken in import_brands(stores, folder):
            say(f"{taken.brand.name}: {len(taken.brand.references)} reference pictures")
            for line in taken.refused:
                note(line)
            brands.append(taken)
        _offer_match(stores, brands)


def _offer_match(stores: Stores, brands: Sequence[TakenBrand]) -> None:
    """Say how many stored listings the new pictures may concern, and how they are judged again."""
    from monitor.steps.fingerprinting import Fingerprints

    new = [taken for taken in brands if taken.added]
    if not new or not stores.listings.page(limit=1):
        return
    fingerprints = Fingerprints(stores)
    for taken in new:
        if near := stores.pictures.count_showing(fingerprints.near(taken.added)):
            command = f"soi detect --near-brand {shlex.quote(taken.brand.name)}"
            note(f"{near} stored listings show a picture near the new ones; judge them again: {command}")
    if unhashed := stores.pictures.count_unhashed():
        note(f"{unhashed} stored pictures were not compared yet; the next soi detect makes up for it")
    note("to find cropped and framed copies too, judge everything that is stored: soi detect --all")


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
