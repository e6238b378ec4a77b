"""Takedowns: built from what was confirmed, then moved on as platforms answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from listings.takedown import Takedown, TakedownState
from store.codec import takedown_json, takedown_of
from store.database import Database, require
from store.models.listings import ListingRow
from store.models.review import DecisionRow, HitRow
from store.models.takedowns import TakedownRow
from store.notice import notice_of
from store.relisting import link_from_gone
from store.takedown_steps import STATES, record_step, step


class TakedownStore:
    """Builds and follows takedowns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def build(self, now: datetime, platform_of: Callable[[str | None], str]) -> Sequence[Takedown]:
        """Build a takedown for every confirmed hit that has none that stands; give the new ones.

        What was removed or refused still stands. Quotes come from upheld findings only. `platform_of` names the
        platform that an address belongs to (`takedowns.platforms.catalogue`).
        """
        with self._database.writing(durable=True) as session:
            return [_built(session, hit, now, platform_of) for hit in session.scalars(_without_takedown()).all()]

    def page(
        self,
        after: int = 0,
        limit: int = 50,
        *,
        platform: str | None = None,
        state: TakedownState | None = None,
    ) -> Sequence[Takedown]:
        """Give the takedowns that follow id `after`, oldest first."""
        query = select(TakedownRow).where(TakedownRow.id > after).order_by(TakedownRow.id).limit(limit)
        if platform is not None:
            query = query.where(TakedownRow.platform == platform)
        if state is not None:
            query = query.where(TakedownRow.state == state)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]

    def get(self, takedown_id: int) -> Takedown:
        """Give a takedown.

        Raises:
            NotFound: there is no such takedown.
        """
        with self._database.reading() as session:
            return _record(require(session, TakedownRow, takedown_id))

    def mark(self, takedown_id: int, state: TakedownState, note: str | None, user: str, now: datetime) -> Takedown:
        """Move a takedown on.

        Raises:
            NotFound: there is no such takedown.
            Conflict: its present state does not lead there.
        """
        with self._database.writing(durable=True) as session:
            row = require(session, TakedownRow, takedown_id, lock=True)
            step(session, row, state, note=note, user=user, at=now)
            if state == "removed":
                link_from_gone(session, _listing_of(session, row))
            return _record(row)


def _listing_of(session: Session, takedown: TakedownRow) -> ListingRow:
    hit = session.get_one(HitRow, takedown.hit_id)
    return session.get_one(ListingRow, hit.listing_id, with_for_update=True)


def _without_takedown() -> Select[HitRow]:
    live = exists().where(TakedownRow.hit_id == HitRow.id, TakedownRow.state != "withdrawn")
    return select(HitRow).where(HitRow.state == "confirmed", ~live).order_by(HitRow.id).with_for_update()


def _built(session: Session, hit: HitRow, now: datetime, platform_of: Callable[[str | None], str]) -> Takedown:
    latest = select(DecisionRow).where(DecisionRow.hit_id == hit.id).order_by(DecisionRow.number.desc()).limit(1)
    decision = session.scalars(latest).one()
    notice = notice_of(session, hit, decision, now, platform_of)
    row = TakedownRow(
        hit_id=hit.id,
        decision_id=decision.id,
        platform=notice.platform,
        state="built",
        state_at=now,
        record=takedown_json(notice),
    )
    session.add(row)
    session.flush()
    record_step(session, row, decision.user)
    return _record(row)


def _record(row: TakedownRow) -> Takedown:
    built = takedown_of(row.record)
    return replace(built, id=row.id, state=STATES[row.state], state_at=row.state_at, note=row.note)
