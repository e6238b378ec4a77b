"""`soi capture`: the pages that people are to open and capture, and what came of those they brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from listings.capturing import PageToCapture, PageToDoState, read_addresses
from listings.errors import InvalidInput, NotFound
from monitor.acting import acting_user
from monitor.terminal import note, say, say_json, say_rows
from monitor.workspace import find_workspace

if TYPE_CHECKING:
    from store.open import Stores

As = Annotated[str, typer.Option("--as", help="Who does it.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
PAGE = 200


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Pages that people open and capture in their own browser.", no_args_is_help=True)
    application.add_typer(group, name="capture")
    for name, command in (("list", list_pages), ("add", add), ("skip", skip), ("received", received)):
        group.command(name)(command)


def list_pages(
    state: Annotated[PageToDoState, typer.Option(help="Which of them.")] = "to_do", *, as_json: AsJson = False
) -> None:
    """List the pages to capture; with --state captured or skipped those that have ended, the newest first.

    Example: soi capture list --state skipped
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        pages = list(_all(stores, state))
    if as_json:
        for page in pages:
            say_json(page)
        return
    rows = [(p.id, p.url, p.why or "", p.added_by, p.ended_by or "", p.ended_at or "") for p in pages]
    say_rows(("number", "page", "why", "added by", "ended by", "ended"), rows)


def add(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of pages.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with addresses, one a line.")] = None,
    *,
    user: As,
) -> None:
    """Put pages on the list; those on it already stay as they are. A line that is no address is named.

    Exit code 1 if a line is no web address; the others are on the list then.

    Example: soi capture add --file pages.txt --as lan
    """
    from monitor.wiring import workspace_stores

    addresses, wrong = read_addresses("\n".join([*(urls or []), *([_text(file)] if file else [])]))
    if not addresses and not wrong:
        raise InvalidInput("no address was given", remedy="give addresses or --file FILE")
    with workspace_stores(find_workspace()) as stores:
        name = acting_user(stores, user, "capture").name
        new = stores.wanted_captures.add(addresses, name, datetime.now(UTC))
    say(f"pages to capture: new {new}, on the list already {len(addresses) - new}")
    for line in wrong:
        note(f"line {line} is no web address")
    if wrong:
        raise typer.Exit(1)


def skip(number: Annotated[int, typer.Argument(help="The page, as the list numbers it.")], *, user: As) -> None:
    """Note that a page will not be captured.

    Example: soi capture skip 12 --as lan
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        name = acting_user(stores, user, "capture").name
        page = stores.wanted_captures.skip(number, name, datetime.now(UTC))
    say(f"{page.state} by {page.ended_by}: {page.url}")


def received(
    *,
    unread: Annotated[bool, typer.Option("--unread", help="Only what could not all be read.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what people brought lately, by browser or folder, with the reason of what could not be read.

    Example: soi capture received --unread
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        brought = stores.received.page(limit=PAGE, unread_only=unread)
    if as_json:
        for each in brought:
            say_json(each)
        return
    rows = [
        (b.received_at, b.user or b.bringer, b.name, b.read, "; ".join(f"{p.reason}: {p.what}" for p in b.unread))
        for b in brought
    ]
    say_rows(("received", "by", "page or file", "listings", "not read"), rows)


def _all(stores: Stores, state: PageToDoState) -> Iterator[PageToCapture]:
    after = 0
    while rows := stores.wanted_captures.page(state, after, PAGE):
        yield from rows
        after = rows[-1].id


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotFound(f"cannot be read: {error.strerror}", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise InvalidInput("is no text in UTF-8", where=str(file)) from error
