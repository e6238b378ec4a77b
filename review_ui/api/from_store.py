"""Turns what the store gives into the records of the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from listings.listing import Listing
from listings.review import REASONS, Decision, Hit
from review_ui.api.records import (
    DecisionRecord,
    FindingRecord,
    HitRecord,
    ImageRecord,
    LeaseRecord,
    ReasonRecord,
    WordingRecord,
)
from store.records import HitCase, StoredFinding

# Written out in full, "1E+999999" would be a megabyte of zeros.
_MAX_EXPONENT = 30


def hit_record(case: HitCase) -> HitRecord:
    """Give a hit as JSON record."""
    return HitRecord(
        id=case.hit.id,
        state=case.hit.state,
        sample=case.hit.sample,
        risk=case.hit.risk,
        opened_at=case.hit.opened_at,
        lease=_lease(case.hit),
        listing=listing_json(case.listing.listing),
        listing_id=case.listing.id,
        listing_version=case.listing.version,
        captured_at=case.captured_at,
        first_seen=case.listing.first_seen,
        last_seen=case.listing.last_seen,
        findings=[_finding(found) for found in case.findings],
        images=[ImageRecord.model_validate(_plain(asdict(image))) for image in case.images],
        captures=list(case.captures),
        decisions=[decision_record(decision) for decision in case.decisions],
        brand=case.brand.name if case.brand else None,
        seller_listings=case.seller_listings,
        seller_hits=case.seller_hits,
        judge_version=case.judge_version,
        notes=[str(_plain(note)) for note in case.notes],
    )


def decision_record(decision: Decision) -> DecisionRecord:
    """Give a decision as JSON record."""
    return DecisionRecord.model_validate(_plain(asdict(decision)))


def reason_records() -> list[ReasonRecord]:
    """Give every reason code."""
    return [
        ReasonRecord(
            code=reason.code,
            verdicts=sorted(reason.fits),
            wording=WordingRecord(vi=reason.wording.vi, en=reason.wording.en),
        )
        for reason in REASONS
    ]


def listing_json(listing: Listing) -> dict[str, Any]:
    """Give a listing as the contract writes it, keys without a value left out."""
    given = {key: _plain(value) for key, value in asdict(listing).items()}
    return {key: value for key, value in given.items() if value not in (None, {}, [])}


def _lease(hit: Hit) -> LeaseRecord | None:
    held = hit.lease_owner is not None and hit.lease_until is not None
    return LeaseRecord.model_validate({"owner": hit.lease_owner, "until": hit.lease_until}) if held else None


def _finding(found: StoredFinding) -> FindingRecord:
    return FindingRecord.model_validate({"id": found.id, **_plain(asdict(found.finding))})


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Give what JSON can carry; half surrogate pairs, which UTF-8 cannot, become "?" one for one."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < _MAX_EXPONENT else str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
