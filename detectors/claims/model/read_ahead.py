"""Reads windows on some threads, a few ahead of whoever takes their states."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from detectors.claims.model.packed import Floats


class ReadAhead(Iterator[tuple[int, Floats]]):
    """Gives the index and states of each window in order, save of those that needed none; begins at once."""

    def __init__(
        self, pool: ThreadPoolExecutor, read: Callable[[int], Floats | None], windows: int, *, ahead: int
    ) -> None:
        """Begin to read windows 0 to `windows`, as many as `ahead` before the first is taken."""
        self._pool = pool
        self._read = read
        self._left = iter(range(windows))
        self._begun: deque[tuple[int, Future[Floats | None]]] = deque()
        for _ in range(ahead):
            self._begin()

    def __next__(self) -> tuple[int, Floats]:
        while self._begun:
            index, future = self._begun.popleft()
            states = future.result()
            self._begin()
            if states is not None:
                return index, states
        raise StopIteration

    def close(self) -> None:
        """Read nothing more: of what has begun, the cores should not finish what nobody will take."""
        self._left = iter(())
        while self._begun:
            self._begun.pop()[1].cancel()

    def _begin(self) -> None:
        index = next(self._left, None)
        if index is not None:
            self._begun.append((index, self._pool.submit(self._read, index)))
