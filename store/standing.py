"""Which verdict on a listing version stands: the one that was given last."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from store.models.judging import JudgementRow

_MOMENT = timedelta(microseconds=1)


def superseded() -> ColumnElement[bool]:
    """Say in SQL that another verdict on the same version was given after this one."""
    later = aliased(JudgementRow)
    same_time = and_(later.judged_at == JudgementRow.judged_at, later.id > JudgementRow.id)
    after = or_(later.judged_at > JudgementRow.judged_at, same_time)
    return exists().where(later.version_id == JudgementRow.version_id, after)


def is_superseded(session: Session, judgement: JudgementRow) -> bool:
    """Say whether another verdict on the same version was given after this one."""
    return bool(session.scalar(select(superseded()).where(JudgementRow.id == judgement.id)))


def given_at(session: Session, version_id: int, now: datetime) -> datetime:
    """Give the time of a verdict that is given now: after all others on the version, whatever the clock says."""
    latest = session.scalar(select(func.max(JudgementRow.judged_at)).where(JudgementRow.version_id == version_id))
    return now if latest is None else max(now, latest + _MOMENT)
