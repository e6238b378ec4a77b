"""Hand out the frontier's pages: never more than are in flight, never beyond the budget, never while told to wait."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawlers.order import CrawlOrder
from crawlers.spiders.answer import Postponed
from crawlers.spiders.retry import LONGEST_PAUSE
from listings.page import WantedPage
from listings.ports import Frontier

HOSTS_AT_ONCE = 4
"""Pages in flight per fetch allowed on one host: images lie on other hosts and need not wait for the shop's pace."""

AHEAD = 24
"""Pages taken ahead where nothing slows the run down: looking into the table takes as long as half a page."""
UNHURRIED = 0.1
"""Seconds between two fetches from which nothing is taken ahead: what was found last may be worth more."""

LONGEST_SILENCE = timedelta(seconds=15)
"""Between two words of progress: the run's lease is renewed by them, also during a long Retry-After."""

_FREE = frozenset({"image", "sitemap"})
"""Kinds outside the budget: a listing without its images could not be judged, and both are bounded elsewhere."""


class PageSupply:
    """Stands between the spider and the frontier. `cut_short` says that pages were left on purpose."""

    def __init__(self, order: CrawlOrder, frontier: Frontier, *, on_wait: Callable[[], None]) -> None:
        self.cut_short = False
        self._frontier = frontier
        self._on_wait = on_wait
        self._window = order.profile.pace.concurrency * HOSTS_AT_ONCE
        self._budget = page_budget(order, frontier.fetched_today(urlsplit(order.source.start[0]).netloc))
        self._ahead = AHEAD if _delay(order) < UNHURRIED else 0
        self._taken: deque[WantedPage] = deque()
        self._landed: dict[str, WantedPage] = {}
        self._in_flight: dict[str, WantedPage] = {}
        self._ended = False
        self._not_before = datetime.min.replace(tzinfo=UTC)
        self._changed = asyncio.Event()

    async def next_pages(self) -> Sequence[WantedPage]:
        """Give pages to fetch now, waiting as long as some are in flight or due later; nothing means the end."""
        while not self._ended:
            self._changed.clear()
            now, room = datetime.now(UTC), self._room()
            if room and now >= self._not_before and (pages := self._take(room, now)):
                return pages
            # Without room only a page that lands can change anything: when the next is due need not be asked.
            wake_at = self._wake_at() if room else None
            if wake_at is None and not self._in_flight and not self._landed:
                break
            await self._wait(now, wake_at)
        return ()

    @property
    def in_flight(self) -> int:
        """Count the pages whose answers have not come."""
        return len(self._in_flight)

    def landed(self, page: WantedPage) -> None:
        """Note that a page's answer has come, and waits to be kept with others."""
        self._in_flight.pop(page.url, None)
        self._landed[page.url] = page
        self._changed.set()

    def settled(self, page: WantedPage) -> None:
        """Note that a page is done with."""
        self._in_flight.pop(page.url, None)
        self._landed.pop(page.url, None)
        self._changed.set()

    def postpone(self, page: WantedPage, step: Postponed) -> None:
        """Put a page back; a server that asks for too long a pause ends the run."""
        self._frontier.postpone(page, step.until, step.reason)
        if step.hold:
            self._not_before = max(self._not_before, step.until)
        if step.until - datetime.now(UTC) > LONGEST_PAUSE:
            self.end()
        self.settled(page)

    def end(self) -> None:
        """Hand out nothing more."""
        self.cut_short = self._ended = True
        self._changed.set()

    def put_back(self, now: datetime) -> None:
        """Give back what was taken and not settled."""
        for page in (*self._in_flight.values(), *self._landed.values()):
            self._frontier.postpone(page, now, "stopped")
        self._give_back()
        self._in_flight.clear()
        self._landed.clear()

    def _room(self) -> int:
        room = self._window - len(self._in_flight)
        if self._budget <= 0:
            # Pages in flight may still find images, and images come first: ask when all others are settled.
            return 0 if self._in_flight or self._landed else self._window
        # A look into the table for every page would cost as much as the page.
        return 0 if self._in_flight and room < self._window // 2 else room

    def _take(self, room: int, now: datetime) -> Sequence[WantedPage]:
        if self._budget <= 0:
            self._give_back()
        if len(self._taken) < room:
            ahead = self._ahead if self._budget > 0 else 0
            self._taken.extend(self._frontier.take(room - len(self._taken) + ahead))
        pages = [self._taken.popleft() for _ in range(min(room, len(self._taken)))]
        self._in_flight.update((page.url, page) for page in pages)
        return [page for page in pages if self._afford(page, now)]

    def _give_back(self) -> None:
        if self._taken:
            self._frontier.give_back(self._taken)
            self._taken.clear()

    def _afford(self, page: WantedPage, now: datetime) -> bool:
        if page.kind in _FREE:
            return True
        self._budget -= 1
        if self._budget >= 0:
            return True
        self._in_flight.pop(page.url)
        self._frontier.postpone(page, now, "budget")
        self.cut_short = True
        return False

    def _wake_at(self) -> datetime | None:
        if self._budget < 0 and not self._in_flight and not self._landed:
            return None
        if self._taken:
            return self._not_before
        due = self._frontier.next_due()
        return None if due is None else max(due, self._not_before)

    async def _wait(self, now: datetime, wake_at: datetime | None) -> None:
        pause = LONGEST_SILENCE if wake_at is None or wake_at <= now else min(wake_at - now, LONGEST_SILENCE)
        try:
            await asyncio.wait_for(self._changed.wait(), pause.total_seconds())
        except TimeoutError:
            self._on_wait()


def _delay(order: CrawlOrder) -> float:
    return order.profile.pace.delay if order.delay is None else order.delay


def page_budget(order: CrawlOrder, fetched_today: int) -> int:
    """Say how many pages a run may fetch: the order's limit, the profile's bound, what the host's day has left."""
    today = max(0, order.profile.pace.daily_budget - fetched_today)
    bounds = (today, order.profile.bounds.pages)
    return min(bounds) if order.limit is None else min(*bounds, order.limit)
