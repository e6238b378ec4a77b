"""How fast a crawl goes and how long it may take. Pure: times are handed in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.order import Progress

WINDOW = 60.0
"""Seconds that the pace is measured over: long enough for a slow site, short enough to follow a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """Where a run stands. `rate` is pages a second over the last minute; `remaining` counts pages and pictures known.

    `left` is how long these take at the present pace, None while there is none. Pages yet to be found come on top.
    """

    step: Progress
    rate: float
    remaining: int
    left: timedelta | None

    @property
    def wording(self) -> str:
        """Say it on one line."""
        step = self.step
        left = "" if self.left is None else f", at least {_length(self.left)} left"
        return (
            f"{step.pages} pages, {step.listings} listings, {step.unreadable} unreadable;"
            f" {self.rate:.1f} pages/s, {self.remaining} remaining{left}  {step.url}"
        )


class CrawlPace:
    """Measures the pace over the last minute."""

    def __init__(self, now: float) -> None:
        """Begin at a moment of the steady clock (seconds)."""
        self._seen: deque[tuple[float, int, int]] = deque([(now, 0, 0)])

    def measured(self, step: Progress, remaining: int, now: float) -> RunProgress:
        """Take in where a run stands, and say how it goes."""
        while len(self._seen) > 1 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        then, pages, images = self._seen[0]
        self._seen.append((now, step.pages, step.images))
        seconds = now - then
        rate = (step.pages - pages) / seconds if seconds > 0 else 0.0
        settled = step.pages - pages + step.images - images
        left = timedelta(seconds=round(remaining * seconds / settled)) if settled > 0 else None
        return RunProgress(step=step, rate=rate, remaining=remaining, left=left)


def _length(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds % 60:02} s"
