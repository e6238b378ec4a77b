"""Handing hits out, each to one person at a time, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from listings.errors import Conflict
from listings.review import Hit, HitState, SampleKind
from listings.wording import Wording
from store.models.accounts import UserRow
from store.models.listings import ListingRow
from store.models.review import HitRow, SkipRow
from store.queueing import PENDING

LOOK_AGAIN = Wording("hãy tải lại trang", "look again")
_LEADS = frozenset({"lead", "admin"})
SAMPLE_KINDS: dict[str, SampleKind] = {kind: kind for kind in get_args(SampleKind)}
_STATES: dict[str, HitState] = {state: state for state in get_args(HitState)}


def claimable(now: datetime, *, for_lead: bool) -> ColumnElement[bool]:
    """Say in SQL which hits wait: open, parked until a date that has come, and for a lead those passed on."""
    parked = and_(HitRow.state == "parked", HitRow.park_until <= now)
    waiting = [HitRow.state == "open", parked, *([HitRow.state == "passed"] if for_lead else [])]
    # The first term repeats the condition of the queue's partial index, so that the index is used.
    return and_(HitRow.state.in_(PENDING), or_(*waiting))


def hand_out(
    session: Session, user: str, *, now: datetime, site: str | None, samples_only: bool = False
) -> HitRow | None:
    """Give the hit that the user holds, else the next free one, locked."""
    # The user's row is the lock that keeps two windows of one person from drawing two hits.
    role = session.scalar(select(UserRow.role).where(UserRow.name == user).with_for_update())
    held = _held(session, user, now)
    if held is not None:
        return held
    free = or_(HitRow.lease_until.is_(None), HitRow.lease_until <= now)
    query = select(HitRow).where(claimable(now, for_lead=role in _LEADS), free)
    if site is not None:
        query = query.join(ListingRow, ListingRow.id == HitRow.listing_id).where(ListingRow.site == site)
    skipped = exists().where(SkipRow.hit_id == HitRow.id, SkipRow.user == user)
    lines = [line.where(condition) for condition in (~skipped, skipped) for line in _lines(query, samples_only)]
    firsts = (line.limit(1).with_for_update(skip_locked=True, of=HitRow) for line in lines)
    return next((row for first in firsts if (row := session.scalars(first).one_or_none()) is not None), None)


def _lines(query: Select[HitRow], samples_only: bool) -> Sequence[Select[HitRow]]:
    """Give what is suspected by risk, and after it samples as they were drawn.

    By risk, those decided first would be no fair part of the lot. Their ids follow the order of drawing.
    """
    drawn = query.where(HitRow.sample.is_not(None)).order_by(HitRow.id)
    suspected = query.where(HitRow.sample.is_(None)).order_by(HitRow.risk.desc(), HitRow.id)
    return [drawn] if samples_only else [suspected, drawn]


def _held(session: Session, user: str, now: datetime) -> HitRow | None:
    query = (
        select(HitRow)
        .where(HitRow.lease_owner == user, HitRow.lease_until > now, HitRow.state.in_(PENDING))
        .order_by(HitRow.id)
        .limit(1)
        .with_for_update()
    )
    return session.scalars(query).one_or_none()


def refuse_unless_free(row: HitRow, user: str, now: datetime) -> None:
    """Refuse if a user may not act on a hit now.

    Raises:
        Conflict: it is decided, or someone else holds it.
    """
    if row.state not in PENDING:
        what = Wording(f"tin nghi vấn số {row.id} không còn chờ xem xét", f"hit {row.id} is {row.state} already")
        raise Conflict(what, remedy=LOOK_AGAIN)
    if row.lease_owner not in {None, user} and row.lease_until is not None and row.lease_until > now:
        raise Conflict(held_by_another(row), remedy=Wording("hãy nhận một tin khác", "take another"))


def held_by_another(row: HitRow) -> Wording:
    """Say who holds a hit."""
    return Wording(
        f"{row.lease_owner} đang giữ tin nghi vấn số {row.id} để xem xét", f"hit {row.id} is held by {row.lease_owner}"
    )


def take(row: HitRow, user: str, until: datetime) -> Hit:
    """Give a hit to a user until a time."""
    row.lease_owner, row.lease_until = user, until
    return hit_record(row)


def hit_record(row: HitRow) -> Hit:
    """Give a row as the shared record."""
    return Hit(
        id=row.id,
        listing_id=row.listing_id,
        version_id=row.version_id,
        risk=row.risk,
        state=_STATES[row.state],
        opened_at=row.opened_at,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        sample=None if row.sample is None else SAMPLE_KINDS[row.sample],
    )
