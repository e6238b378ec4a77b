"""What a takedown states: who, where, and the upheld findings word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.finding import Finding
from listings.listing import Listing
from listings.passage import PERSON
from listings.takedown import IMAGE_FIELD, Takedown, TakedownQuote
from store.codec import finding_of, listing_of
from store.models.evidence import CaptureRow
from store.models.judging import FindingRow
from store.models.listings import VersionRow
from store.models.review import DecisionRow, FindingDecisionRow, HitRow


def notice_of(
    session: Session, hit: HitRow, decision: DecisionRow, now: datetime, platform_of: Callable[[str | None], str]
) -> Takedown:
    """Write the notice of a confirmed hit; its id is 0 until it is stored."""
    version = session.get_one(VersionRow, hit.version_id)
    listing = listing_of(version.listing)
    upheld = _upheld(session, decision.id)
    return Takedown(
        id=0,
        hit_id=hit.id,
        state="built",
        platform=platform_of(listing.url),
        listing_id=listing.id,
        url=listing.url,
        title=listing.title,
        seller_id=listing.seller.id,
        seller_name=listing.seller.name,
        seller_url=listing.seller.url,
        price=None if listing.price is None else format(listing.price, "f"),
        currency=listing.currency,
        brand=_brand(listing, upheld),
        reason=decision.reason,
        quotes=(*quotes_of(upheld), *_noted(hit, decision, upheld)),
        evidence=tuple(_evidence(session, version, upheld)),
        captured_at=version.captured_at,
        decided_at=decision.decided_at,
        built_at=now,
        state_at=now,
    )


def quotes_of(findings: Iterable[Finding]) -> Iterable[TakedownQuote]:
    """Give one quote per text span or words read in a picture, and one without text for a finding that has neither."""
    for finding in findings:
        quoted: list[tuple[str, str] | tuple[None, None]] = [(span.field, span.text) for span in finding.spans]
        quoted += [(IMAGE_FIELD, region.text) for region in finding.regions if region.text]
        for field, text in quoted or [(None, None)]:
            yield TakedownQuote(
                category=finding.category,
                rule=finding.rule,
                field=field,
                text=text,
                reason_vi=finding.reason.vi,
                reason_en=finding.reason.en,
            )


def _noted(hit: HitRow, decision: DecisionRow, upheld: Iterable[Finding]) -> Iterable[TakedownQuote]:
    """Give the reviewer's note where it is the only ground: on a sample of which no claim is quoted."""
    if hit.sample is not None and decision.note and not any(finding.kind == "label" for finding in upheld):
        yield TakedownQuote(
            category=decision.reason,
            rule=PERSON,
            field=None,
            text=None,
            reason_vi=f"Người xem xét ghi nhận: {decision.note}",
            reason_en=f"The reviewer notes: {decision.note}",
        )


def _upheld(session: Session, decision_id: int) -> Sequence[Finding]:
    query = (
        select(FindingRow.record)
        .join(FindingDecisionRow, FindingDecisionRow.finding_id == FindingRow.id)
        .where(FindingDecisionRow.decision_id == decision_id, FindingDecisionRow.upheld)
        .order_by(FindingRow.id)
    )
    return [finding_of(record) for record in session.scalars(query)]


def _brand(listing: Listing, upheld: Iterable[Finding]) -> str | None:
    """Name the brand whose picture was found; failing that, the one the listing claims."""
    return next((region.brand for finding in upheld for region in finding.regions if region.brand), listing.brand)


def _evidence(session: Session, version: VersionRow, upheld: Iterable[Finding]) -> Iterable[str]:
    if version.capture_id is not None:
        yield session.get_one(CaptureRow, version.capture_id).digest
    yield from dict.fromkeys(region.image for finding in upheld for region in finding.regions)
