"""What became of listings that people brought: whether each waits for a verdict, is in the queue, or was concluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from listings.capturing import Outcome
from store.models.listings import ImageRow, ListingRow, VersionRow
from store.models.review import HitRow
from store.queueing import CONCLUDED, PENDING


class Standing(NamedTuple):
    """How a listing stands, by which hit, and how many of its pictures nobody could judge."""

    outcome: Outcome
    hit_id: int | None
    unread_pictures: int


def standings(session: Session, listing_ids: Sequence[int]) -> Mapping[int, Standing]:
    """Give how each of these listings stands now, in its latest version."""
    unread = or_(ImageRow.state != "read", ImageRow.reason.is_not(None))
    query = (
        select(ListingRow.id, VersionRow.unjudged, HitRow.id, HitRow.state, func.count(ImageRow.id))
        .join(VersionRow, VersionRow.id == ListingRow.latest_version_id)
        .outerjoin(HitRow, HitRow.id == _latest_hit())
        .outerjoin(ImageRow, and_(ImageRow.version_id == VersionRow.id, unread))
        .where(ListingRow.id.in_(listing_ids))
        .group_by(ListingRow.id, VersionRow.unjudged, HitRow.id, HitRow.state)
    )
    found = session.execute(query).all()
    return {listing: _standing(unjudged, hit, state, unread) for listing, unjudged, hit, state, unread in found}


def _latest_hit() -> ScalarSelect[int | None]:
    """Give the latest hit of a listing; one drawn for checking is none until it is confirmed."""
    query = select(func.max(HitRow.id)).where(
        HitRow.listing_id == ListingRow.id,
        HitRow.state.in_((*PENDING, *CONCLUDED)),
        or_(HitRow.sample.is_(None), HitRow.state == "confirmed"),
    )
    return query.correlate(ListingRow).scalar_subquery()


def _standing(unjudged: bool, hit_id: int | None, state: str | None, unread: int) -> Standing:
    if state in PENDING:
        return Standing("queued", hit_id, unread)
    if unjudged:
        return Standing("waiting", None, unread)
    return Standing("nothing_found" if hit_id is None else "concluded", hit_id, unread)
