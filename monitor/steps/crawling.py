"""Runs one source: opens the run or goes on with a killed one, hands the spider its stores, closes with the report."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from listings.errors import Conflict, NotFound
from listings.page import RunFinish, RunReport, Source
from monitor.crawl_pace import CrawlPace, RunProgress
from monitor.drift import ProfileBounds, alarms_of
from monitor.memory import peak_memory
from monitor.workspace import Workspace

if TYPE_CHECKING:
    from crawlers.order import CrawlOrder, Progress, RobotsOverride
    from crawlers.sites.profile import SiteProfile
    from store.crawl import CrawlStore
    from store.open import Stores

_BEATS_A_LEASE = 10
_TELL_EVERY = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlWishes:
    """What the command line asks of a run beyond the source and its site's profile."""

    limit: int | None = None
    delay: float | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: RobotsOverride | None = None


def run_source(
    workspace: Workspace, stores: Stores, source: Source, wishes: CrawlWishes, progress: Callable[[RunProgress], None]
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
        heard = _Heard(stores, opened.run_id, pages, workspace.settings.crawl.lease, progress)
        # Set before anything can go wrong, so that an unforeseen error leaves a failed run, never one that looks alive.
        finish: RunFinish = "failed"
        guard = net_guard(workspace, wishes.allow_private)
        try:
            finish = crawl(order, pages, pages, heard, guard=guard)
        finally:
            watch = partial(alarms_of, bounds=profile_bounds(order.profile))
            memory = peak_memory()
            stores.runs.finish(opened.run_id, finish, peak_memory=memory, refused=guard.refused, watch=watch)
        return stores.runs.report(opened.run_id)


class _Heard:
    """Hears of every page. Renews the run's lease well before it ends, and tells people once a second at most."""

    def __init__(
        self, stores: Stores, run_id: int, pages: CrawlStore, lease: timedelta, tell: Callable[[RunProgress], None]
    ) -> None:
        self._stores, self._run_id, self._pages, self._tell = stores, run_id, pages, tell
        self._pace = CrawlPace(time.monotonic())
        self._beat_every = lease.total_seconds() / _BEATS_A_LEASE
        self._beaten_at = self._told_at = time.monotonic()

    def __call__(self, step: Progress) -> None:
        now = time.monotonic()
        if now - self._beaten_at >= self._beat_every:
            self._stores.runs.heartbeat(self._run_id, peak_memory=peak_memory())
            self._beaten_at = now
        if now - self._told_at >= _TELL_EVERY:
            self._tell(self._pace.measured(step, self._pages.remaining(), now))
            self._told_at = now


def profile_bounds(profile: SiteProfile) -> ProfileBounds:
    """Give what a site's profile says a run must keep to."""
    given = profile.fields.model_dump(exclude_none=True)
    bounds = profile.bounds
    return ProfileBounds(fewest_listings=bounds.fewest_listings, most_listings=bounds.most_listings, fill=given)


def is_being_crawled(workspace: Workspace, source: Source) -> bool:
    """Say whether a process on this machine crawls the source now."""
    try:
        with _source_lock(workspace, source):
            return False
    except Conflict:
        return True


def _order(workspace: Workspace, source: Source, wishes: CrawlWishes) -> CrawlOrder:
    from crawlers.order import CrawlOrder
    from crawlers.sites.catalogue import site_profile
    from crawlers.sites.keys import keys_of

    settings = workspace.settings
    profile = site_profile(source.site, workspace.folder / "sites")
    return CrawlOrder(
        source=source,
        profile=profile,
        now=datetime.now(UTC),
        contact=settings.net.contact,
        delay=settings.crawl.delay if wishes.delay is None else wishes.delay,
        limit=wishes.limit,
        allow_private=wishes.allow_private,
        ignore_robots=wishes.ignore_robots,
        keys=keys_of(profile, settings.site_keys(profile.name), os.environ),
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
