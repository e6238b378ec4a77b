"""`soi source`: what is watched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

import typer

from listings.errors import InvalidInput
from listings.urls import canonical_url
from monitor.arguments import named
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What is watched: start addresses on a site, with a schedule.", no_args_is_help=True)
    application.add_typer(group, name="source")
    group.command("add")(add)
    group.command("list")(list_sources)
    group.command("pause")(pause)


def add(
    name: Annotated[str, typer.Argument(help="A name of your choice.", callback=named)],
    site: Annotated[str, typer.Option(help="The site's profile, for example generic_shop or generic_news.")],
    start: Annotated[list[str], typer.Option(help="A start address; may be repeated.")],
    query: Annotated[
        str | None, typer.Option(help="What to search for; stands where a start address says {query}.")
    ] = None,
    every: Annotated[str | None, typer.Option(help="How often: 30m, 6h, 1d.")] = None,
    cron: Annotated[str | None, typer.Option(help="When, as a cron line, in Vietnam's time.")] = None,
) -> None:
    """Watch a shop, a search or a seller.

    Example: soi source add market --site generic_shop --start https://shop.example/ --every 6h
    """
    from crawlers.sites.catalogue import site_profile
    from monitor.steps.scheduling import checked_cron
    from monitor.wiring import workspace_stores

    if every and cron:
        raise typer.BadParameter("give --every or --cron, not both")
    workspace = find_workspace()
    site_profile(site, workspace.folder / "sites")
    interval = read_interval(every) if every else None
    with workspace_stores(workspace) as stores:
        source = stores.sources.add(
            name,
            site,
            [checked_address(address) for address in searched(start, query)],
            query=query,
            every=interval,
            cron=checked_cron(cron),
        )
    say(f"{source.name}: watching {', '.join(source.start)}")


def searched(start: Sequence[str], query: str | None) -> list[str]:
    """Put the query into the start addresses.

    Raises:
        InvalidInput: only one of the two speaks of a query.
    """
    asks = any("{query}" in address for address in start)
    if asks != (query is not None):
        what = "a start address says {query}, but no --query is given" if asks else "no start address says {query}"
        raise InvalidInput(what, where="--query", remedy="--start 'https://shop.example/?q={query}' --query WORDS")
    return [address.replace("{query}", quote(query or "")) for address in start]


def list_sources(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List what is watched.

    Example: soi source list
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        sources = stores.sources.all()
    if as_json:
        for source in sources:
            say_json(source)
        return
    rows = [
        (s.name, s.site, " ".join(s.start), s.every or s.cron or "by hand", "paused" if s.paused else "")
        for s in sources
    ]
    say_rows(("source", "site", "start", "schedule", ""), rows)


def pause(
    name: Annotated[str, typer.Argument(help="The source.")],
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Take it up again.")] = False,
) -> None:
    """Stop a source's schedule, or take it up again.

    Example: soi source pause market
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        source = stores.sources.pause(name, paused=not resume)
    say(f"{source.name}: {'paused' if source.paused else 'watched'}")


def read_interval(text: str) -> timedelta:
    """Read 90s, 30m, 6h or 1d."""
    match = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if not match or int(match[1]) == 0:
        raise InvalidInput(f"{text!r} is no interval", where="--every", remedy="write 30m, 6h or 1d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def checked_address(address: str) -> str:
    """Give the address back if it is one a crawl can start from.

    Raises:
        InvalidInput: it is no web address.
    """
    canonical_url(address)
    return address
