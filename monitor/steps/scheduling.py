"""Schedules: when a source is due, and the worker that does what is due from the job table."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from listings.errors import InvalidInput
from listings.page import Source
from monitor.workspace import WORKSPACE_VARIABLE, Workspace

if TYPE_CHECKING:
    from store.open import Stores
    from store.records import Job

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
# A job is held this long before another worker may take it. Should that happen while the crawl still runs, the source's
# lock refuses the second one, and its job is tried again later.
JOB_LEASE = timedelta(minutes=5)
RETRIES = 3
RETRY_AFTER = timedelta(minutes=10)
POLL_SECONDS = 5.0


def checked_cron(line: str | None) -> str | None:
    """Give a cron line back if it can be read.

    Raises:
        InvalidInput: it cannot.
    """
    if line is None:
        return None
    try:
        CronSim(line, datetime.now(LOCAL_TIME))
    except CronSimError as error:
        raise InvalidInput(f"{line!r} is no cron line: {error}", where="--cron") from error
    return line


def due_at(source: Source, last_run: datetime | None, now: datetime) -> datetime | None:
    """Say when a source's next run is due; a time not after `now` means now. Missed runs are caught up once."""
    if source.paused or (source.every is None and source.cron is None):
        return None
    if last_run is None:
        return now
    if source.every is not None:
        return last_run + source.every
    assert source.cron is not None
    upcoming: datetime = next(CronSim(source.cron, last_run.astimezone(LOCAL_TIME)))
    return upcoming.astimezone(UTC)


def plan(stores: Stores, now: datetime) -> int:
    """Add a job for every source that is due; give how many sources are scheduled at all.

    The key names the run that came before, so that planning twice adds one job only.
    """
    scheduled = 0
    for source in stores.sources.all():
        last = stores.sources.last_run_at(source.name)
        due = due_at(source, last, now)
        if due is None:
            continue
        scheduled += 1
        if due <= now:
            stores.jobs.add("crawl", {"source": source.name}, f"crawl:{source.name}:{last or 'first'}", due)
    return scheduled


def work(workspace: Workspace, stores: Stores, *, until_idle: bool, say: Callable[[str], None]) -> None:
    """Do what is due, then wait for more; with `until_idle` end when nothing is due."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    pause = threading.Event()
    while True:
        plan(stores, datetime.now(UTC))
        job = stores.jobs.lease(owner, JOB_LEASE, datetime.now(UTC))
        if job is not None:
            _do(workspace, stores, job, say)
        elif until_idle:
            return
        else:
            pause.wait(POLL_SECONDS)


def _do(workspace: Workspace, stores: Stores, job: Job, say: Callable[[str], None]) -> None:
    source = str(job.arguments["source"])
    say(f"job {job.id}: {job.name} {source}")
    stores.sources.note_run(source, datetime.now(UTC))
    for command in (["crawl", "--", source], ["detect"]):
        # A process of its own: Scrapy's reactor starts once per process, and a crash must not take the worker along.
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *command],
            env={**os.environ, WORKSPACE_VARIABLE: str(workspace.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            _failed(stores, job, done.stderr.strip().splitlines()[-1:] or ["no message"], say)
            return
    stores.jobs.done(job.id)


def _failed(stores: Stores, job: Job, last_line: list[str], say: Callable[[str], None]) -> None:
    retry = datetime.now(UTC) + RETRY_AFTER if job.tries < RETRIES else None
    stores.jobs.fail(job.id, last_line[0], retry)
    say(f"job {job.id}: {last_line[0]}" + (f"; again at {retry:%H:%M}Z" if retry else "; given up"))
