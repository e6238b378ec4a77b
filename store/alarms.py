"""Alarms: kept with their runs, open until a person has looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.alarm import Alarm, AlarmBasis, AlarmKind
from listings.errors import Conflict
from store.database import Database, require
from store.models.alarms import AlarmRow
from store.models.crawling import RunRow, SourceRow

_KINDS: dict[str, AlarmKind] = {kind: kind for kind in get_args(AlarmKind)}
_BASES: dict[str, AlarmBasis] = {basis: basis for basis in get_args(AlarmBasis)}


class AlarmStore:
    """Says what is open, and notes who has looked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_by_source(self) -> Mapping[str, Sequence[Alarm]]:
        """Give the alarms that nobody has looked at, by source, the latest run's first."""
        query = (
            select(SourceRow.name, AlarmRow)
            .join(RunRow, RunRow.id == AlarmRow.run_id)
            .join(SourceRow, SourceRow.id == RunRow.source_id)
            .where(AlarmRow.acknowledged_at.is_(None))
            .order_by(AlarmRow.run_id.desc(), AlarmRow.id)
        )
        found: dict[str, list[Alarm]] = {}
        with self._database.reading() as session:
            for name, row in session.execute(query):
                found.setdefault(name, []).append(_record(row))
        return found

    def acknowledge(self, run_id: int, user: str, now: datetime) -> Sequence[Alarm]:
        """Note that a person has looked at a run's alarms, and so at those of the same source that lie behind it.

        Raises:
            NotFound: there is no such run.
            Conflict: nothing is open there.
        """
        with self._database.writing() as session:
            run = require(session, RunRow, run_id, lock=True)
            earlier = select(RunRow.id).where(RunRow.source_id == run.source_id, RunRow.id <= run_id)
            query = select(AlarmRow).where(AlarmRow.run_id.in_(earlier), AlarmRow.acknowledged_at.is_(None))
            rows = session.scalars(query.order_by(AlarmRow.id).with_for_update()).all()
            if not rows:
                raise Conflict(f"run {run_id} has no open alarm", remedy="nothing needs to be done")
            for row in rows:
                row.acknowledged_by, row.acknowledged_at = user, now
            return [_record(row) for row in rows]


def keep_alarms(session: Session, run_id: int, alarms: Iterable[Alarm]) -> None:
    """Keep what a run raised."""
    session.add_all(
        AlarmRow(run_id=run_id, kind=each.kind, field=each.field, value=each.value, bound=each.bound, basis=each.basis)
        for each in alarms
    )


def alarms_of(session: Session, run_ids: Iterable[int]) -> Mapping[int, tuple[Alarm, ...]]:
    """Give the alarms of some runs, open or not."""
    found: dict[int, tuple[Alarm, ...]] = {}
    for row in session.scalars(select(AlarmRow).where(AlarmRow.run_id.in_(run_ids)).order_by(AlarmRow.id)):
        found[row.run_id] = (*found.get(row.run_id, ()), _record(row))
    return found


def _record(row: AlarmRow) -> Alarm:
    return Alarm(
        id=row.id,
        run=row.run_id,
        kind=_KINDS[row.kind],
        field=row.field,
        value=row.value,
        bound=row.bound,
        basis=_BASES[row.basis] if row.basis else None,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
    )
