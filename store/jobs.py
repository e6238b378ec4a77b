"""The job table: steps with a due time, leased to one worker at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from listings.errors import Conflict
from store.database import Database, require
from store.insertion import inserted
from store.models.jobs import JobRow
from store.records import Job, JobState

_STATES: dict[str, JobState] = {state: state for state in get_args(JobState)}
_PENDING = ("waiting", "leased")


class JobStore:
    """Keeps jobs. A worker that dies loses its lease, and the job is done again: steps must stand that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, arguments: Mapping[str, Any], key: str, due: datetime, *, lane: str | None = None) -> Job:
        """Add a job, or give the one that was added with this key before."""
        row = {"name": name, "arguments": dict(arguments), "key": key, "due": due, "lane": lane, "state": "waiting"}
        with self._database.writing() as session:
            inserted(session, JobRow, row)
            return _record(session.scalars(select(JobRow).where(JobRow.key == key)).one())

    def lease(self, owner: str, lease: timedelta, now: datetime, *, names: Collection[str] | None = None) -> Job | None:
        """Give the job that has been due longest to a worker, or None. Each lease counts as a try.

        A job whose lease has run out is given again; one whose lane is taken waits. With `names` only jobs named so.
        """
        other = aliased(JobRow)
        taken = select(other.id).where(other.lane == JobRow.lane, other.state == "leased", other.id != JobRow.id)
        free = or_(JobRow.state == "waiting", JobRow.lease_until <= now)
        query = (
            select(JobRow)
            .where(JobRow.state.in_(_PENDING), JobRow.due <= now, free, ~taken.exists())
            .order_by(JobRow.due, JobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if names is not None:
            query = query.where(JobRow.name.in_(names))
        try:
            with self._database.writing() as session:
                row = session.scalars(query).one_or_none()
                if row is None:
                    return None
                row.state, row.lease_owner, row.lease_until = "leased", owner, now + lease
                row.tries += 1
                return _record(row)
        except Conflict:
            # On PostgreSQL two workers may look at two jobs of one lane at once; the index lets one of them pass.
            return None

    def renew(self, job_id: int, owner: str, lease: timedelta, now: datetime) -> None:
        """Keep a job for another length of the lease.

        Raises:
            NotFound: there is no such job.
            Conflict: it is no longer this worker's.
        """
        with self._database.writing() as session:
            _held(session, job_id, owner).lease_until = now + lease

    def put_back(self, job_id: int, owner: str, until: datetime) -> None:
        """Give a job back to be gone on with later; that was no try.

        Raises:
            NotFound: there is no such job.
            Conflict: it is no longer this worker's.
        """
        with self._database.writing() as session:
            row = _held(session, job_id, owner)
            row.state, row.due, row.tries = "waiting", until, row.tries - 1
            row.lease_owner = row.lease_until = None

    def withdraw(self, job_id: int, owner: str) -> None:
        """Take a job out of the table as if it had never been added: nobody wants it any more.

        Raises:
            NotFound: there is no such job.
            Conflict: it is no longer this worker's.
        """
        with self._database.writing() as session:
            session.delete(_held(session, job_id, owner))

    def done(self, job_id: int, owner: str) -> None:
        """Note that a job is done.

        Raises:
            NotFound: there is no such job.
            Conflict: it is no longer this worker's.
        """
        with self._database.writing() as session:
            row = _held(session, job_id, owner)
            row.state, row.lease_owner, row.lease_until = "done", None, None

    def fail(self, job_id: int, owner: str, error: str, retry_at: datetime | None) -> None:
        """Note why a job failed, and when to try again; None gives it up.

        Raises:
            NotFound: there is no such job.
            Conflict: it is no longer this worker's.
        """
        with self._database.writing() as session:
            row = _held(session, job_id, owner)
            row.state, row.last_error = "failed" if retry_at is None else "waiting", error
            row.lease_owner = row.lease_until = None
            row.due = retry_at or row.due

    def give_up_lost(self, tries: int, now: datetime) -> Sequence[Job]:
        """Give up the jobs whose workers fell silent for the last of so many tries: they may be what kills them."""
        query = select(JobRow).where(JobRow.state == "leased", JobRow.lease_until <= now, JobRow.tries >= tries)
        with self._database.writing() as session:
            rows = session.scalars(query.with_for_update(skip_locked=True)).all()
            for row in rows:
                row.state = "failed"
                row.last_error = f"the worker {row.lease_owner} fell silent at try {row.tries}"
                row.lease_owner = row.lease_until = None
            return [_record(row) for row in rows]

    def pending(self, lane: str) -> Sequence[Job]:
        """Give the jobs of a lane that are still to be done, or are being done, in the order they are due."""
        query = select(JobRow).where(JobRow.lane == lane, JobRow.state.in_(_PENDING)).order_by(JobRow.due, JobRow.id)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]

    def latest(self, lanes: Iterable[str]) -> Mapping[str, Job]:
        """Give the job added last in each of the lanes that ever had one."""
        newest = select(func.max(JobRow.id)).where(JobRow.lane.in_(list(lanes))).group_by(JobRow.lane)
        with self._database.reading() as session:
            rows = session.scalars(select(JobRow).where(JobRow.id.in_(newest)))
            return {row.lane: _record(row) for row in rows if row.lane is not None}

    def page(self, after: int = 0, limit: int = 50) -> Sequence[Job]:
        """Give the jobs that follow id `after`."""
        query = select(JobRow).where(JobRow.id > after).order_by(JobRow.id).limit(limit)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]


def _held(session: Session, job_id: int, owner: str) -> JobRow:
    row = require(session, JobRow, job_id, lock=True)
    if row.state != "leased" or row.lease_owner != owner:
        raise Conflict(f"job {job_id} is no longer held by {owner}", remedy="leave it to the worker that has it")
    return row


def _record(row: JobRow) -> Job:
    return Job(
        id=row.id,
        name=row.name,
        arguments=row.arguments,
        key=row.key,
        lane=row.lane,
        due=row.due,
        state=_STATES[row.state],
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        tries=row.tries,
        last_error=row.last_error,
    )
