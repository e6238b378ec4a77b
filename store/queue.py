"""One page of the review queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from listings.listing import Listing
from store.claiming import claimable, hit_record
from store.codec import listing_of
from store.models.judging import FindingRow
from store.models.listings import ListingRow, VersionRow
from store.models.review import HitRow
from store.records import QueueCursor, QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What to show: of a language, of a site, only samples (True) or none of them (False); None leaves it open."""

    lang: str | None = None
    site: str | None = None
    samples: bool | None = None


def queue_rows(
    session: Session, now: datetime, wanted: QueueFilter, *, after: QueueCursor | None, limit: int
) -> Sequence[QueueRow]:
    """Give waiting hits by risk, then id; three queries whatever the length of the page."""
    query = select(HitRow, VersionRow.listing).join(VersionRow, VersionRow.id == HitRow.version_id)
    query = query.where(claimable(now, for_lead=True)).order_by(HitRow.risk.desc(), HitRow.id).limit(limit)
    if after is not None:
        query = query.where(or_(HitRow.risk < after.risk, and_(HitRow.risk == after.risk, HitRow.id > after.id)))
    rows = session.execute(_narrowed(query, wanted)).all()
    categories = _categories(session, [hit.judgement_id for hit, _ in rows])
    return [_row(hit, listing_of(listing), categories[hit.judgement_id]) for hit, listing in rows]


def _narrowed(query: Select[HitRow, dict[str, Any]], wanted: QueueFilter) -> Select[HitRow, dict[str, Any]]:
    if wanted.site is not None:
        query = query.join(ListingRow, ListingRow.id == HitRow.listing_id).where(ListingRow.site == wanted.site)
    if wanted.lang is not None:
        query = query.where(VersionRow.listing["lang"].as_string() == wanted.lang)
    if wanted.samples is not None:
        query = query.where(HitRow.sample.is_not(None) if wanted.samples else HitRow.sample.is_(None))
    return query


def _categories(session: Session, judgement_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(FindingRow.judgement_id, FindingRow.category)
        .where(FindingRow.judgement_id.in_(judgement_ids), FindingRow.kind == "label")
        .order_by(FindingRow.score.desc(), FindingRow.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for judgement_id, category in session.execute(query):
        if category not in found[judgement_id]:
            found[judgement_id].append(category)
    return found


def _row(hit: HitRow, listing: Listing, categories: Sequence[str]) -> QueueRow:
    return QueueRow(
        hit=hit_record(hit),
        title=listing.title,
        site=listing.site,
        lang=listing.lang,
        seller_name=listing.seller.name,
        categories=tuple(categories),
    )
