"""Runs of sources: at most one at a time, gone on with after a worker fell silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from listings.errors import Conflict
from listings.page import RunFinish, RunReport
from store.database import LARGEST_ID, Database, require
from store.models.crawling import PageRow, RunRow
from store.records import OpenRun
from store.run_report import report_of
from store.sources import find


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

    def heartbeat(self, run_id: int) -> None:
        """Prolong the lease by the length it was opened with.

        Raises:
            NotFound: there is no such run.
            Conflict: the run has ended.
        """
        with self._database.writing() as session:
            run = require(session, RunRow, run_id, lock=True)
            if run.ended is not None:
                raise Conflict(f"run {run_id} has ended", remedy="start a new one")
            run.lease_until = self._database.now() + timedelta(seconds=run.lease_seconds)

    def finish(self, run_id: int, finish: RunFinish) -> None:
        """End a run; ending it again changes nothing.

        Raises:
            NotFound: there is no such run.
        """
        with self._database.writing() as session:
            run = require(session, RunRow, run_id, lock=True)
            if run.ended is None:
                run.ended, run.finish = self._database.now(), finish

    def report(self, run_id: int) -> RunReport:
        """Say what a run has done so far.

        Raises:
            NotFound: there is no such run.
        """
        with self._database.reading() as session:
            return report_of(session, require(session, RunRow, run_id))

    def page(self, after: int | None = None, limit: int = 50) -> Sequence[RunReport]:
        """Give reports, newest first, of the runs older than id `after`."""
        before = LARGEST_ID if after is None else after
        query = select(RunRow).where(RunRow.id < before).order_by(RunRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return [report_of(session, run) for run in session.scalars(query).all()]


def _started(session: Session, source_id: int, owner: str, lease: timedelta, now: datetime) -> OpenRun:
    run = RunRow(
        source_id=source_id,
        owner=owner,
        lease_seconds=int(lease.total_seconds()),
        lease_until=now + lease,
        started=now,
    )
    session.add(run)
    session.flush()
    return OpenRun(run_id=run.id, resumed=False)


def _take_over(session: Session, run: RunRow, owner: str, lease: timedelta, now: datetime) -> None:
    run.owner, run.lease_seconds, run.lease_until = owner, int(lease.total_seconds()), now + lease
    session.execute(
        update(PageRow).where(PageRow.run_id == run.id, PageRow.state == "in_flight").values(state="waiting")
    )
