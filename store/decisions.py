"""Decisions as they stand in the tables: only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.review import Decision, DecisionVerdict, FindingDecision
from store.database import Database
from store.models.review import DecisionRow, FindingDecisionRow, HitRow
from store.pool import counts_as_hit

_VERDICTS: dict[str, DecisionVerdict] = {verdict: verdict for verdict in get_args(DecisionVerdict)}


class DecisionStore:
    """Gives all decisions in order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, after: int = 0, limit: int = 50) -> Sequence[Decision]:
        """Give the decisions on hits that follow id `after`, oldest first; of samples only on those confirmed."""
        query = select(DecisionRow).join(HitRow, HitRow.id == DecisionRow.hit_id)
        query = query.where(DecisionRow.id > after, counts_as_hit()).order_by(DecisionRow.id).limit(limit)
        with self._database.reading() as session:
            return [decision_record(session, row) for row in session.scalars(query).all()]


def decisions_of(session: Session, hit_id: int) -> tuple[Decision, ...]:
    """Give a hit's decisions in order."""
    query = select(DecisionRow).where(DecisionRow.hit_id == hit_id).order_by(DecisionRow.number)
    return tuple(decision_record(session, row) for row in session.scalars(query).all())


def decision_record(session: Session, row: DecisionRow) -> Decision:
    """Give a row with what it says of the findings."""
    query = select(FindingDecisionRow).where(FindingDecisionRow.decision_id == row.id)
    said = session.scalars(query.order_by(FindingDecisionRow.finding_id)).all()
    return Decision(
        id=row.id,
        hit_id=row.hit_id,
        number=row.number,
        verdict=_VERDICTS[row.verdict],
        reason=row.reason,
        findings=tuple(FindingDecision(finding_id=each.finding_id, upheld=each.upheld) for each in said),
        note=row.note,
        user=row.user,
        decided_at=row.decided_at,
        park_until=row.park_until,
    )
