"""Gathering everything a reviewer sees of one hit."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from listings.brand import Brand
from listings.listing import Listing
from store.brands import brand_named
from store.claiming import hit_record
from store.codec import finding_of
from store.decisions import decisions_of
from store.listings import stored_listing
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.models.review import HitRow
from store.pool import counts_as_hit
from store.records import HitCase, StoredFinding
from store.same_pictures import same_pictures
from store.screenshots import screenshot_of


def case_of(session: Session, row: HitRow) -> HitCase:
    """Give a hit with the version it is about, its findings, images, decisions and seller."""
    stored = stored_listing(session, session.get_one(VersionRow, row.version_id))
    judgement = session.get_one(JudgementRow, row.judgement_id)
    findings = _findings(session, row.judgement_id)
    listings, hits = _seller_counts(session, row.listing_id)
    return HitCase(
        hit=hit_record(row),
        listing=stored,
        captured_at=stored.captured_at,
        findings=findings,
        images=stored.images,
        captures=() if stored.capture is None else (stored.capture,),
        decisions=decisions_of(session, row.id),
        seller_listings=listings,
        seller_hits=hits,
        brand=_brand(session, stored.listing, findings),
        judge_version=judgement.judge_version,
        notes=tuple(judgement.notes),
        same_pictures=tuple(same_pictures(session, row.listing_id, [i.digest for i in stored.images if i.digest])),
        screenshot=screenshot_of(session, row.version_id),
    )


def _findings(session: Session, judgement_id: int) -> tuple[StoredFinding, ...]:
    query = select(FindingRow).where(FindingRow.judgement_id == judgement_id).order_by(FindingRow.id)
    return tuple(StoredFinding(id=row.id, finding=finding_of(row.record)) for row in session.scalars(query))


def _seller_counts(session: Session, listing_id: int) -> tuple[int, int]:
    """Count the listings of this listing's seller, and the hits on them; an unknown seller has none."""
    seller = select(ListingRow.seller_id).where(ListingRow.id == listing_id).scalar_subquery()
    listings = select(func.count()).select_from(ListingRow).where(ListingRow.seller_id == seller)
    hits = select(func.count()).select_from(HitRow).join(ListingRow, ListingRow.id == HitRow.listing_id)
    hits = hits.where(counts_as_hit())
    return session.scalar(listings) or 0, session.scalar(hits.where(ListingRow.seller_id == seller)) or 0


def _brand(session: Session, listing: Listing, findings: Iterable[StoredFinding]) -> Brand | None:
    """Give the record of the first brand that a picture or the listing names and that we know."""
    names = [region.brand for stored in findings for region in stored.finding.regions]
    named = (brand_named(session, name) for name in [*names, listing.brand] if name)
    return next((brand for brand in named if brand is not None), None)
