"""The worker: does what is due from the job table, one job at a time, and keeps its lease while a job runs.

Any number of workers may share a workspace. One that is killed leaves its job leased; when the lease has run out
another takes it up, and a crawl goes on where it was. What kills its worker again and again is given up.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.browser import find_browser
from listings.errors import Conflict, InvalidInput, SoiError
from monitor.run_words import alarm_lines, run_line
from monitor.steps.crawling import is_being_crawled
from monitor.steps.scheduling import plan, plan_judging
from monitor.tether import TetheredCommand
from monitor.workspace import Workspace
from review_ui.watching import JUDGING_LANE

if TYPE_CHECKING:
    from listings.page import Source
    from store.open import Stores
    from store.records import Job

POLL_SECONDS = 5.0
TICK_SECONDS = 1.0
"""How often a running job is looked after: for its lease, a stop, and quiet hours that begin."""
JUDGING_LEASE = timedelta(minutes=1)
"""For judging alone: people wait for it, and a killed server goes on with it as soon as it is back."""
BUSY_PAUSE = timedelta(minutes=1)
"""A source that somebody crawls by hand is asked for again after so long."""
PICTURE_LANE = "picture"
_WITHOUT_SOURCE = {"detect": ["detect"], "picture": ["evidence", "picture"]}


class Worker:
    """Plans, takes a job, does it in a process of its own, says what came of it."""

    def __init__(
        self, workspace: Workspace, stores: Stores, say: Callable[[str], None], *, crawls: bool = True
    ) -> None:
        """Work in a workspace; `say` takes one line for people. Without `crawls` only judge and take screenshots."""
        self._workspace, self._stores, self._say, self._crawls = workspace, stores, say, crawls
        self._settings = workspace.settings.work
        self._lease = self._settings.lease if crawls else min(self._settings.lease, JUDGING_LEASE)
        # A process number comes again after a restart; a worker must never pass for the one that died.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._stop = threading.Event()

    def work(self, *, until_idle: bool) -> None:
        """Do what is due, then wait for more until SIGINT or SIGTERM; with `until_idle` end when nothing is due."""
        with _heard(self._stop):
            self._work_on(until_idle=until_idle)

    def work_beside(self) -> None:
        """Do what is due, then wait for more, in a thread beside other work, until `stop` is called from another."""
        self._work_on(until_idle=False)

    def stop(self) -> None:
        """Have the work end: what is being done is put back, to be gone on with."""
        self._stop.set()

    def _work_on(self, *, until_idle: bool) -> None:
        while not self._stop.is_set():
            if self._do_next():
                continue
            if until_idle:
                return
            self._stop.wait(POLL_SECONDS)

    def _do_next(self) -> bool:
        now = datetime.now(UTC)
        if self._crawls:
            plan(self._stores, self._workspace.calendar, now)
        plan_judging(self._stores, now)
        for lost in self._stores.jobs.give_up_lost(self._settings.tries, now):
            self._say(f"job {lost.id}: {lost.last_error}; given up")
        names = None if self._crawls else _WITHOUT_SOURCE
        job = self._stores.jobs.lease(self._owner, self._lease, now, names=names)
        if job is None:
            return False
        try:
            self._do(job)
        except Conflict as error:
            self._say(f"job {job.id}: {error}")
        return True

    def _do(self, job: Job) -> None:
        if job.name in _WITHOUT_SOURCE:
            self._carry_out(job, _WITHOUT_SOURCE[job.name], None)
            return
        try:
            source = self._source_of(job)
        except SoiError as error:
            self._stores.jobs.fail(job.id, self._owner, str(error), None)
            self._say(f"job {job.id}: {error}; given up")
            return
        if self._may_start(job, source):
            self._stores.sources.note_run(source.name, datetime.now(UTC))
            self._carry_out(job, ["crawl", "--", source.name], source)

    def _source_of(self, job: Job) -> Source:
        if job.name != "crawl":
            raise InvalidInput(f"no worker of this Soi knows what {job.name!r} is", remedy="update Soi")
        return self._stores.sources.get(str(job.arguments["source"]))

    def _may_start(self, job: Job, source: Source) -> bool:
        now = datetime.now(UTC)
        if source.paused and not _asked(job):
            self._stores.jobs.withdraw(job.id, self._owner)
            self._say(f"job {job.id}: {source.name} is paused")
            return False
        awake = self._awake_at(job, source, now)
        if awake <= now and is_being_crawled(self._workspace, source):
            awake = now + BUSY_PAUSE
            self._say(f"job {job.id}: {source.name} is being crawled by another process")
        if awake > now:
            self._put_back(job, awake)
        return awake <= now

    def _awake_at(self, job: Job, source: Source, now: datetime) -> datetime:
        """Give the end of quiet hours that hold now; who asks for a run by hand has set them aside."""
        return now if _asked(job) else self._workspace.calendar.awake_at(source, now)

    def _carry_out(self, job: Job, command: list[str], source: Source | None) -> None:
        self._say(f"job {job.id}: soi {' '.join(command)}" + (f" (try {job.tries})" if job.tries > 1 else ""))
        with TetheredCommand(command, self._workspace.folder) as running:
            until = self._looked_after(job, running, source)
            code, last_line = running.wait(0), running.last_line()
        if source is not None:
            self._tell_of(source)
        if until is not None:
            self._put_back(job, until)
        elif code:
            self._failed(job, last_line)
        else:
            self._done(job)

    def _looked_after(self, job: Job, running: TetheredCommand, source: Source | None) -> datetime | None:
        """Keep the lease until the command ends; give when to go on if it has to be let go before."""
        lease = self._lease
        renew_at = time.monotonic() + lease.total_seconds() / 3
        while running.wait(min(TICK_SECONDS, lease.total_seconds() / 4)) is None:
            now = datetime.now(UTC)
            if self._stop.is_set():
                return now
            awake = now if source is None else self._awake_at(job, source, now)
            if awake > now:
                return awake
            if time.monotonic() >= renew_at:
                self._stores.jobs.renew(job.id, self._owner, lease, now)
                renew_at = time.monotonic() + lease.total_seconds() / 3
        return None

    def _tell_of(self, source: Source) -> None:
        report = self._stores.runs.latest().get(source.name)
        if report is not None:
            for line in (run_line(report), *alarm_lines(report)):
                self._say(line)

    def _put_back(self, job: Job, until: datetime) -> None:
        self._stores.jobs.put_back(job.id, self._owner, until)
        self._say(f"job {job.id}: to be gone on with at {until:%Y-%m-%d %H:%M}Z")

    def _done(self, job: Job) -> None:
        waiting = any(other.state == "waiting" for other in self._stores.jobs.pending(JUDGING_LANE))
        if job.name == "crawl" and not waiting:
            # Added before the crawl counts as done: a kill in between adds it once more, which is harmless.
            self._stores.jobs.add("detect", {}, f"detect:{job.id}", datetime.now(UTC), lane=JUDGING_LANE)
        if job.name == "detect" and find_browser() is not None:
            self._stores.jobs.add("picture", {}, f"picture:{job.id}", datetime.now(UTC), lane=PICTURE_LANE)
        self._stores.jobs.done(job.id, self._owner)

    def _failed(self, job: Job, why: str) -> None:
        pause = self._settings.retry_after * 2 ** (job.tries - 1)
        retry = datetime.now(UTC) + pause if job.tries < self._settings.tries else None
        self._stores.jobs.fail(job.id, self._owner, why, retry)
        self._say(f"job {job.id}: {why}" + (f"; again at {retry:%Y-%m-%d %H:%M}Z" if retry else "; given up"))


def _asked(job: Job) -> bool:
    return "asked_by" in job.arguments


@contextmanager
def _heard(stop: threading.Event) -> Iterator[None]:
    """Have SIGINT and SIGTERM set the event while we work."""
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
