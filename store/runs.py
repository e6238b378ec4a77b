"""Runs of sources: at most one at a time, gone on with after a worker fell silent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from listings.alarm import Alarm
from listings.errors import Conflict
from listings.page import RunFinish, RunReport
from store.alarms import alarms_of, keep_alarms
from store.codec import run_report_json
from store.database import LARGEST_ID, Database, require
from store.models.crawling import PageRow, RunRow
from store.records import OpenRun
from store.run_report import report_of, usual_runs
from store.sources import find

Watch = Callable[[RunReport], Sequence[Alarm]]
"""Looks at the report of a run that has ended, and says what is out of its bounds."""


def _unwatched(_report: RunReport) -> Sequence[Alarm]:
    return ()


class RunStore:
    """Opens, keeps alive and ends runs, and reports on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_run(self, source_name: str, *, owner: str, lease: timedelta, now: datetime) -> OpenRun:
        """Start a run, or go on with one whose worker fell silent: its pages in flight wait again.

        Raises:
            NotFound: no source has this name.
            Conflict: another worker is at it.
        """
        with self._database.writing() as session:
            source = find(session, source_name)
            live = select(RunRow).where(RunRow.source_id == source.id, RunRow.ended.is_(None)).with_for_update()
            run = session.scalars(live).one_or_none()
            if run is None:
                return _started(session, source.id, owner, lease, now)
            if run.owner != owner and run.lease_until > now:
                raise Conflict(
                    f"source {source_name} is being crawled by {run.owner}", remedy="wait for that run to end"
                )
            _take_over(session, run, owner, lease, now)
            return OpenRun(run_id=run.id, resumed=True)

    def heartbeat(self, run_id: int, *, peak_memory: int | None = None) -> None:
        """Prolong the lease by the length it was opened with; `peak_memory` is what the crawl has held most (bytes).

        Raises:
            NotFound: there is no such run.
            Conflict: the run has ended.
        """
        with self._database.writing() as session:
            run = require(session, RunRow, run_id, lock=True)
            if run.ended is not None:
                raise Conflict(f"run {run_id} has ended", remedy="start a new one")
            _beat(run, self._database.now(), peak_memory)

    def finish(
        self,
        run_id: int,
        finish: RunFinish,
        *,
        peak_memory: int | None = None,
        refused: int = 0,
        watch: Watch = _unwatched,
    ) -> None:
        """End a run and keep its report and alarms with it, all or nothing; ending it again changes nothing.

        `refused` is how often the net guard said no: what a page in the browser asked for is no page of the frontier.

        Raises:
            NotFound: there is no such run.
        """
        with self._database.writing() as session:
            run = require(session, RunRow, run_id, lock=True)
            if run.ended is not None:
                return
            now = self._database.now()
            _beat(run, now, peak_memory)
            run.ended, run.finish = now, finish
            session.flush()
            report = report_of(session, run)
            refused = max(refused, report.refused_addresses)
            report = replace(report, usual=usual_runs(session, run), refused_addresses=refused)
            run.report = run_report_json(report)
            keep_alarms(session, run_id, watch(report))

    def report(self, run_id: int) -> RunReport:
        """Say what a run has done so far.

        Raises:
            NotFound: there is no such run.
        """
        with self._database.reading() as session:
            return _reports(session, [require(session, RunRow, run_id)])[0]

    def page(self, after: int | None = None, limit: int = 50) -> Sequence[RunReport]:
        """Give reports, newest first, of the runs older than id `after`."""
        before = LARGEST_ID if after is None else after
        query = select(RunRow).where(RunRow.id < before).order_by(RunRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return _reports(session, session.scalars(query).all())

    def latest(self) -> Mapping[str, RunReport]:
        """Give the latest run of every source that was ever crawled, by the source's name."""
        query = select(RunRow).where(RunRow.id.in_(select(func.max(RunRow.id)).group_by(RunRow.source_id)))
        with self._database.reading() as session:
            return {report.source: report for report in _reports(session, session.scalars(query).all())}


def _reports(session: Session, runs: Sequence[RunRow]) -> Sequence[RunReport]:
    alarms = alarms_of(session, [run.id for run in runs])
    return [replace(report_of(session, run), alarms=alarms.get(run.id, ())) for run in runs]


def _beat(run: RunRow, now: datetime, peak_memory: int | None) -> None:
    """Renew the lease. What went by since it was renewed last was work, as far as the lease reached."""
    length = timedelta(seconds=run.lease_seconds)
    worked = min(max(now - (run.lease_until - length), timedelta()), length)
    run.worked_seconds += worked.total_seconds()
    run.lease_until = now + length
    if peak_memory is not None:
        run.peak_memory = max(run.peak_memory or 0, peak_memory)


def _started(session: Session, source_id: int, owner: str, lease: timedelta, now: datetime) -> OpenRun:
    run = RunRow(
        source_id=source_id,
        owner=owner,
        lease_seconds=int(lease.total_seconds()),
        lease_until=now + lease,
        started=now,
        worked_seconds=0.0,
    )
    session.add(run)
    session.flush()
    return OpenRun(run_id=run.id, resumed=False)


def _take_over(session: Session, run: RunRow, owner: str, lease: timedelta, now: datetime) -> None:
    run.owner, run.lease_seconds, run.lease_until = owner, int(lease.total_seconds()), now + lease
    session.execute(
        update(PageRow).where(PageRow.run_id == run.id, PageRow.state == "in_flight").values(state="waiting")
    )
