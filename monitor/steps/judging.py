"""Judging while something else goes on: what people bring is in the queue within a minute, with no command given."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from listings.errors import SoiError
from monitor.steps.working import Worker

if TYPE_CHECKING:
    from monitor.workspace import Workspace
    from store.open import Stores

PAUSE_AFTER_A_FAULT = 60.0
"""Seconds until the table of jobs is asked again after it could not be: a full disk, a database that is away."""


class JudgingBeside:
    """A thread that sees what waits and has it judged by processes of their own, which hold the models."""

    def __init__(self, workspace: Workspace, stores: Stores, say: Callable[[str], None]) -> None:
        """Judge in a workspace; `say` takes one line for people."""
        self._worker = Worker(workspace, stores, say, crawls=False)
        self._say = say
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._judge, name="judging")

    def __enter__(self) -> JudgingBeside:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """Put back what is being judged, and wait for the thread; stopping twice is stopping once."""
        self._stopped.set()
        self._worker.stop()
        self._thread.join()

    def _judge(self) -> None:
        while not self._stopped.is_set():
            try:
                self._worker.work_beside()
            except SoiError as fault:
                self._say(f"judging pauses: {fault}")
                self._stopped.wait(PAUSE_AFTER_A_FAULT)


@contextmanager
def judging_turn(workspace: Workspace, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other process of this machine judges what is new: two at once would do the same work twice.

    The kernel ends the turn of who is killed.
    """
    with (workspace.folder / "locks" / "judging.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is judging; this one waits for its turn")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
