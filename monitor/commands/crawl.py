"""`soi crawl`: run sources now."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.terminal import ProgressLine, note, say_json
from monitor.workspace import WORKSPACE_VARIABLE, Workspace, find_workspace

if TYPE_CHECKING:
    from listings.page import Source
    from monitor.crawl_pace import RunProgress
    from monitor.steps.crawling import CrawlWishes


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(crawl)


def crawl(
    names: Annotated[list[str] | None, typer.Argument(help="Sources; all that are not paused if left out.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="An address of an unknown shop; may be repeated.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch so many pages at most.")] = None,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between two fetches from one host.")] = None,
    allow_private: Annotated[
        list[str] | None, typer.Option(metavar="HOST[:PORT]", help="A private host that may be fetched.")
    ] = None,
    ignore_robots: Annotated[bool, typer.Option("--ignore-robots", help="Set robots.txt aside; needs --why.")] = False,
    why: Annotated[str, typer.Option(help="Why robots.txt is set aside; stands in the log with your name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Reports as JSON, one a line.")] = False,
) -> None:
    """Crawl sources now, with progress, and end with the run report.

    A crawl that was killed is gone on with: nothing is lost, nothing is stored twice.

    Example: soi crawl market
    """
    from crawlers.order import RobotsOverride
    from monitor.steps.crawling import CrawlWishes

    override = RobotsOverride(who=_who(), why=why) if ignore_robots else None
    wishes = CrawlWishes(limit=limit, delay=delay, allow_private=tuple(allow_private or ()), ignore_robots=override)
    workspace = find_workspace()
    sources = _sources(workspace, names or [], url or [])
    if len(sources) == 1:
        _crawl_here(workspace, sources[0], wishes, as_json=as_json)
    elif not _crawl_each(workspace, sources, _options(wishes, as_json=as_json)):
        raise typer.Exit(1)


def _who() -> str:
    from listings.errors import InvalidInput

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        # A container may run under a number that no account has.
        raise InvalidInput("nobody is named who sets robots.txt aside", remedy="set USER") from error


def _sources(workspace: Workspace, names: list[str], addresses: list[str]) -> list[Source]:
    from listings.errors import NotFound
    from monitor.commands.source import checked_address
    from monitor.steps.crawling import source_for_address
    from monitor.wiring import workspace_stores

    with workspace_stores(workspace) as stores:
        found = [stores.sources.get(name) for name in names]
        found += [source_for_address(stores, checked_address(address)) for address in addresses]
        if not names and not addresses:
            found = [source for source in stores.sources.all() if not source.paused]
    if not found:
        raise NotFound("no source to crawl", remedy="soi source add NAME --site generic_shop --start URL")
    return found


def _crawl_here(workspace: Workspace, source: Source, wishes: CrawlWishes, *, as_json: bool) -> None:
    from monitor.commands.runs import say_report
    from monitor.steps.crawling import run_source
    from monitor.wiring import workspace_stores

    # Told once a second at most: in a pipe a line every ten seconds or so.
    line = ProgressLine(every=10)

    def show(progress: RunProgress) -> None:
        line.show(f"{source.name}: {progress.wording}")

    with workspace_stores(workspace) as stores:
        report = run_source(workspace, stores, source, wishes, show)
    line.end()
    if as_json:
        say_json(report)
    else:
        say_report(report)
    if report.finish == "failed":
        raise typer.Exit(1)


def _crawl_each(workspace: Workspace, sources: list[Source], options: list[str]) -> bool:
    """Crawl each source in a process of its own: Scrapy's reactor starts once per process."""
    environment = {**os.environ, WORKSPACE_VARIABLE: str(workspace.folder)}
    good = True
    for source in sources:
        command = [sys.executable, "-m", "monitor", "crawl", *options, "--", source.name]
        if subprocess.run(command, env=environment, check=False).returncode:
            note(f"{source.name}: not crawled to the end")
            good = False
    return good


def _options(wishes: CrawlWishes, *, as_json: bool) -> list[str]:
    options = ["--json"] if as_json else []
    if wishes.limit is not None:
        options += ["--limit", str(wishes.limit)]
    if wishes.delay is not None:
        options += ["--delay", str(wishes.delay)]
    for host in wishes.allow_private:
        options += ["--allow-private", host]
    if wishes.ignore_robots is not None:
        options += ["--ignore-robots", "--why", wishes.ignore_robots.why]
    return options
