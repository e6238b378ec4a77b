"""Outcomes on their way to the store: several in one transaction, none held back for long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from listings.page import PageOutcome

MOST = 48
"""Outcomes in one transaction. A kill costs fetching them again, never a page: they are in the frontier until then."""

LONGEST_WAIT = 1.0
"""Seconds that an outcome waits for others."""


class OutcomeBatch:
    """Gathers outcomes and hands them on when there are enough, or when the first has waited long enough."""

    def __init__(self, keep: Callable[[Sequence[PageOutcome]], None]) -> None:
        self._keep = keep
        self._waiting: list[PageOutcome] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, outcome: PageOutcome, *, more_to_come: bool) -> None:
        """Take an outcome up; `more_to_come` says that others are under way and worth waiting for."""
        self._waiting.append(outcome)
        if not more_to_come or len(self._waiting) >= MOST:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LONGEST_WAIT, self.flush)

    def flush(self) -> None:
        """Hand on what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._keep(waiting)
