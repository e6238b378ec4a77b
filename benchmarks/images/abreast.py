"""Measures parts of one run in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Part:
    """One of so many parts: every item whose number is `number` modulo `of`."""

    number: int
    of: int

    def has(self, item: int) -> bool:
        """Say whether an item belongs to this part."""
        return item % self.of == self.number


T = TypeVar("T")
WHOLE = Part(0, 1)
# What the processes run: they are forked, so that none builds the methods again, and a closure cannot be sent to them.
_task: list[Callable[[Part], Any]] = []


def abreast(task: Callable[[Part], T], workers: int) -> list[T]:
    """Run a task for each part, in this process where there is one worker, and give what they give, in order."""
    if workers == 1:
        return [task(WHOLE)]
    _task.append(task)
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            return list(pool.map(_one, [Part(number, workers) for number in range(workers)]))
    finally:
        _task.pop()


def _one(part: Part) -> Any:  # noqa: ANN401 - the task's own type, which `abreast` gives back
    return _task[-1](part)
