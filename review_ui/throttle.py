"""Slows down guessing of passwords: after a few failures for a name or an address, wait."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable
from datetime import datetime, timedelta

from listings.errors import NotAllowed
from listings.wording import Wording

# Five tries in five minutes: enough for a person with the wrong key layout, 60 an hour for a machine.
MAX_FAILURES = 5
WINDOW = timedelta(minutes=5)
# Bounds memory under a flood of invented names; the oldest are forgotten first.
MAX_REMEMBERED = 10_000


class TooManyFailures(NotAllowed):
    """Too many failed sign-ins for this name or address: wait, then try again."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, round(wait.total_seconds()))
        super().__init__(
            Wording("đăng nhập sai quá nhiều lần", "too many failed sign-ins"),
            remedy=Wording(f"hãy thử lại sau {self.seconds} giây", f"try again in {self.seconds} seconds"),
        )


class Throttle:
    """Remembers recent failures per key in this process."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Hashable, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, keys: tuple[Hashable, ...], now: datetime) -> None:
        """Refuse while any of the keys has failed too often.

        Raises:
            TooManyFailures: with the seconds to wait.
        """
        with self._lock:
            waits = [wait for key in keys if (wait := self._wait(key, now)) > timedelta(0)]
        if waits:
            raise TooManyFailures(max(waits))

    def note_failure(self, keys: tuple[Hashable, ...], now: datetime) -> None:
        """Remember a failed sign-in."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=MAX_FAILURES)).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > MAX_REMEMBERED:
                self._failures.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Forget the failures of a key: its owner has signed in."""
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, key: Hashable, now: datetime) -> timedelta:
        failures = self._failures.get(key, deque())
        return failures[0] + WINDOW - now if len(failures) == MAX_FAILURES else timedelta(0)
