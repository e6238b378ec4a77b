"""Listings that went and came back under another id, by the same seller or another: with the same text or picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from listings.listing import Listing
from store.addresses import key_of
from store.codec import listing_of
from store.models.listings import ImageRow, ListingRow, VersionRow
from store.models.pictures import ImageHashRow
from store.models.review import HitRow
from store.models.takedowns import TakedownRow
from store.pool import counts_as_hit
from store.records import RelistedFrom

SHORTEST_TEXT = 40
"""Characters. Two listings called "Kem chống nắng" without a word more are no sign of one another."""

MOST_STANDING = 4
"""A picture that more listings show at a time is a stock photo, a shop's seal or the maker's own: no sign either."""


def text_digest(listing: Listing) -> str | None:
    """Give a digest of title and description without case and spacing; None for too little text."""
    text = " ".join(f"{listing.title or ''} {listing.description or ''}".casefold().split())
    return key_of(text) if len(text) >= SHORTEST_TEXT else None


def link_to_gone(session: Session, rows: Sequence[ListingRow]) -> None:
    """Note which listings that are gone new ones repeat in their text: of each the one that went last."""
    waiting = [row for row in rows if row.text_digest is not None and row.relisted_from is None]
    shared = _shared_texts(session, {row.text_digest for row in waiting if row.text_digest is not None})
    for row in waiting:
        if row.text_digest in shared:
            repeated = _went_last().where(ListingRow.text_digest == row.text_digest, ListingRow.id != row.id)
            _link(row, session.scalar(repeated.where(ListingRow.first_seen <= row.first_seen)), by="text")


def link_pictures(session: Session, versions: Collection[int]) -> None:
    """Note which listings that were gone when they came the listings of these latest versions repeat in a picture.

    To be asked once the pictures were compared with the others; asking again changes nothing.
    """
    waiting = select(ListingRow).join(VersionRow, VersionRow.listing_id == ListingRow.id)
    waiting = waiting.where(VersionRow.id.in_(versions), ListingRow.latest_version_id == VersionRow.id)
    waiting = waiting.where(ListingRow.relisted_from.is_(None), ListingRow.gone_at.is_(None))
    for row in session.scalars(waiting.order_by(ListingRow.key).with_for_update(of=ListingRow)).all():
        repeated = _went_last().where(ListingRow.id.in_(_showing(_telling(session, row))), ListingRow.id != row.id)
        _link(row, session.scalar(repeated.where(ListingRow.last_seen <= row.first_seen)), by="picture")


def link_from_gone(session: Session, row: ListingRow) -> None:
    """Note which listings repeat one that is found gone only after they were seen."""
    if row.text_digest is not None:
        _link_all(session, row, ListingRow.text_digest == row.text_digest, ListingRow.id > row.id, by="text")
    if telling := _telling(session, row):
        came_after = ListingRow.first_seen >= row.last_seen
        _link_all(session, row, ListingRow.id.in_(_showing(telling)), came_after, by="picture")


def relisted_from(session: Session, row: ListingRow) -> RelistedFrom | None:
    """Give the listing that another one repeats, None where it repeats none."""
    gone = None if row.relisted_from is None else session.get(ListingRow, row.relisted_from)
    if gone is None or gone.latest_version_id is None:
        return None
    listing = listing_of(session.get_one(VersionRow, gone.latest_version_id).listing)
    hit = select(func.max(HitRow.id)).where(HitRow.listing_id == gone.id, counts_as_hit())
    return RelistedFrom(
        listing_id=gone.id,
        external_id=listing.id,
        site=listing.site,
        title=listing.title,
        url=listing.url,
        gone_at=gone.gone_at,
        by="picture" if row.relisted_by == "picture" else "text",
        hit_id=session.scalar(hit),
    )


def _shared_texts(session: Session, digests: Collection[str]) -> Collection[str | None]:
    """Give those that several listings have: asking once for all new listings spares asking for each."""
    if not digests:
        return ()
    shared = select(ListingRow.text_digest).where(ListingRow.text_digest.in_(digests))
    return set(session.scalars(shared.group_by(ListingRow.text_digest).having(func.count() > 1)))


def _link(row: ListingRow, gone: int | None, *, by: str) -> None:
    if gone is not None:
        row.relisted_from, row.relisted_by = gone, by


def _link_all(session: Session, gone: ListingRow, *those: ColumnElement[bool], by: str) -> None:
    repeating = select(ListingRow).where(ListingRow.id != gone.id, *those)
    repeating = repeating.where(ListingRow.gone_at.is_(None), ListingRow.relisted_from.is_(None))
    for each in session.scalars(repeating.order_by(ListingRow.key).with_for_update()):
        _link(each, gone.id, by=by)


def _went_last() -> Select[int]:
    """Give the ids of what is gone, the last first: not met any more, or removed by its platform and not seen since."""
    removed = exists().where(
        HitRow.listing_id == ListingRow.id,
        TakedownRow.hit_id == HitRow.id,
        TakedownRow.state == "removed",
        TakedownRow.state_at >= ListingRow.last_seen,
    )
    gone = or_(ListingRow.gone_at.is_not(None), removed)
    latest = func.coalesce(ListingRow.gone_at, ListingRow.last_seen)
    return select(ListingRow.id).where(gone).order_by(latest.desc(), ListingRow.id.desc()).limit(1)


def _telling(session: Session, row: ListingRow) -> Sequence[int]:
    """Give the clusters of a listing's pictures that few listings show."""
    own = select(ImageHashRow.cluster).join(ImageRow, ImageRow.digest == ImageHashRow.digest)
    own = own.where(ImageRow.version_id == row.latest_version_id, ImageHashRow.cluster.is_not(None))
    clusters = [cluster for cluster in session.scalars(own.distinct()) if cluster is not None]
    return [cluster for cluster in clusters if _standing(session, cluster) <= MOST_STANDING]


def _standing(session: Session, cluster: int) -> int:
    standing = select(ListingRow.id).where(ListingRow.id.in_(_showing([cluster])), ListingRow.gone_at.is_(None))
    return session.scalar(select(func.count()).select_from(standing.limit(MOST_STANDING + 1).subquery())) or 0


def _showing(clusters: Collection[int]) -> Select[int]:
    """Give the ids of the listings that show, or showed in an earlier version, one of these pictures."""
    shown = select(VersionRow.listing_id).join(ImageRow, ImageRow.version_id == VersionRow.id)
    return shown.join(ImageHashRow, ImageHashRow.digest == ImageRow.digest).where(ImageHashRow.cluster.in_(clusters))
