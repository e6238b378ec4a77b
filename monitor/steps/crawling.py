"""Runs one source: opens the run or goes on with a killed one, hands the spider its stores, closes with the report."""

from __future__ import annotations

import fcntl
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from listings.errors import Conflict, NotFound
from listings.page import RunFinish, RunReport, Source
from monitor.workspace import Workspace

if TYPE_CHECKING:
    from crawlers.order import CrawlOrder, Progress, RobotsOverride
    from store.open import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlWishes:
    """What the command line asks of a run beyond the source and its site's profile."""

    limit: int | None = None
    delay: float | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: RobotsOverride | None = None


def run_source(
    workspace: Workspace, stores: Stores, source: Source, wishes: CrawlWishes, progress: Callable[[Progress], None]
) -> RunReport:
    """Crawl a source in this process (once per process: a reactor does not start twice) and give the report.

    Raises:
        Conflict: the source is being crawled by another process.
    """
    from crawlers.run import crawl
    from monitor.wiring import net_guard

    now = datetime.now(UTC)
    order = _order(workspace, source, wishes)
    with _source_lock(workspace, source):
        owner = f"{socket.gethostname()}:{workspace.folder}"
        opened = stores.runs.open_run(source.name, owner=owner, lease=workspace.settings.crawl.lease, now=now)
        stores.sources.note_run(source.name, now)
        pages = stores.crawl(opened.run_id, source)

        def watched(step: Progress) -> None:
            stores.runs.heartbeat(opened.run_id)
            progress(step)

        # Set before anything can go wrong, so that an unforeseen error leaves a failed run, never one that looks alive.
        finish: RunFinish = "failed"
        try:
            finish = crawl(order, pages, pages, watched, guard=net_guard(workspace, wishes.allow_private))
        finally:
            stores.runs.finish(opened.run_id, finish)
        return stores.runs.report(opened.run_id)


def _order(workspace: Workspace, source: Source, wishes: CrawlWishes) -> CrawlOrder:
    from crawlers.order import CrawlOrder
    from crawlers.sites.catalogue import site_profile

    settings = workspace.settings
    return CrawlOrder(
        source=source,
        profile=site_profile(source.site, workspace.folder / "sites"),
        now=datetime.now(UTC),
        contact=settings.net.contact,
        delay=settings.crawl.delay if wishes.delay is None else wishes.delay,
        limit=wishes.limit,
        allow_private=wishes.allow_private,
        ignore_robots=wishes.ignore_robots,
    )


@contextmanager
def _source_lock(workspace: Workspace, source: Source) -> Iterator[None]:
    """Hold a lock that the kernel frees when we are killed, so that a restart goes on at once."""
    name = re.sub(r"[^\w.-]", "_", source.name)
    with (workspace.folder / "locks" / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("is being crawled by another process", where=source.name) from error
        yield


def source_for_address(stores: Stores, address: str) -> Source:
    """Give the source that watches a bare address, making one that is named after its host."""
    name = urlsplit(address).netloc or address
    try:
        known = stores.sources.get(name)
    except NotFound:
        return stores.sources.add(name, "generic_shop", [address])
    if address in known.start:
        return known
    return stores.sources.add(f"{name} {address}", "generic_shop", [address])
