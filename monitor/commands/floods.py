"""`soi brand floods` and `soi brand release`: references that match far more than usual."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.terminal import note, say, say_json
from monitor.workspace import find_workspace


def floods(
    save: Annotated[Path | None, typer.Option(help="A folder to write the pictures to, to look at.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the references that were set aside because they match far more than usual, with examples.

    Example: soi brand floods --save look/
    """
    from monitor.steps.flooding import floods as seen_floods
    from monitor.steps.flooding import save_pictures
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        seen = seen_floods(stores)
        saved = save_pictures(stores, seen, save) if save else 0
    for one in seen:
        flood = one.flood
        if as_json:
            say_json(one)
            continue
        say(f"{flood.reference[:12]}  {flood.brand}  {one.path}")
        say(f"  {flood.matches} listings in a day, usually {flood.usual:.1f}; set aside {flood.at:%Y-%m-%d %H:%M}Z")
        for example in one.examples:
            named = f"{example.title or example.listing_id}  {example.url or ''}"
            say(f"  {named}  (this picture in {example.alike} matches)")
    if not seen and not as_json:
        say("no reference is set aside")
    if save:
        note(f"{saved} pictures in {save}")


def release(
    reference: Annotated[str, typer.Argument(help="The reference as `soi brand floods` names it.")],
    *,
    benign: Annotated[
        bool, typer.Option("--benign", help="First make the picture that most matches show a negative reference.")
    ] = False,
) -> None:
    """Let a reference that was set aside count again: what it matched is judged again by the next soi detect.

    Example: soi brand release 5f0c9a41d2b7 --benign
    """
    from monitor.steps.flooding import release as let_count
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        flood, waiting = let_count(stores, reference, benign=benign)
    say(f"{flood.brand}: reference {flood.reference[:12]} counts again" + (", its picture is benign" if benign else ""))
    note(f"{waiting} listings wait to be judged again: soi detect")
