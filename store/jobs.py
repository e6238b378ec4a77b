"""The job table: steps with a due time, leased to one worker at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import or_, select

from store.database import Database, require
from store.insertion import inserted
from store.models.jobs import JobRow
from store.records import Job, JobState

_STATES: dict[str, JobState] = {state: state for state in get_args(JobState)}


class JobStore:
    """Keeps jobs. A worker that dies loses its lease, and the job is done again: steps must stand that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, arguments: Mapping[str, Any], key: str, due: datetime) -> Job:
        """Add a job, or give the one that was added with this key before."""
        row = {"name": name, "arguments": dict(arguments), "key": key, "due": due, "state": "waiting"}
        with self._database.writing() as session:
            inserted(session, JobRow, row)
            return _record(session.scalars(select(JobRow).where(JobRow.key == key)).one())

    def lease(self, owner: str, lease: timedelta, now: datetime) -> Job | None:
        """Give the job that has been due longest to a worker, or None. Each lease counts as a try."""
        free = or_(JobRow.state == "waiting", JobRow.lease_until <= now)
        query = (
            select(JobRow)
            .where(JobRow.state.in_(("waiting", "leased")), JobRow.due <= now, free)
            .order_by(JobRow.due, JobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._database.writing() as session:
            row = session.scalars(query).one_or_none()
            if row is None:
                return None
            row.state, row.lease_owner, row.lease_until = "leased", owner, now + lease
            row.tries += 1
            return _record(row)

    def done(self, job_id: int) -> None:
        """Note that a job is done.

        Raises:
            NotFound: there is no such job.
        """
        with self._database.writing() as session:
            row = require(session, JobRow, job_id, lock=True)
            row.state, row.lease_owner, row.lease_until = "done", None, None

    def fail(self, job_id: int, error: str, retry_at: datetime | None) -> None:
        """Note why a job failed, and when to try again; None gives it up.

        Raises:
            NotFound: there is no such job.
        """
        with self._database.writing() as session:
            row = require(session, JobRow, job_id, lock=True)
            row.state, row.last_error = "failed" if retry_at is None else "waiting", error
            row.lease_owner = row.lease_until = None
            row.due = retry_at or row.due

    def page(self, after: int = 0, limit: int = 50) -> Sequence[Job]:
        """Give the jobs that follow id `after`."""
        query = select(JobRow).where(JobRow.id > after).order_by(JobRow.id).limit(limit)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]


def _record(row: JobRow) -> Job:
    return Job(
        id=row.id,
        name=row.name,
        arguments=row.arguments,
        key=row.key,
        due=row.due,
        state=_STATES[row.state],
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        tries=row.tries,
        last_error=row.last_error,
    )
