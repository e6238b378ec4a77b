"""Which references match which listings, as the latest verdict says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.finding import Finding, ImageRegion, Verdict
from store.codec import finding_json
from store.insertion import inserted
from store.models.references import ReferenceMatchRow

_Seen = tuple[str, Finding, ImageRegion]
"""State, finding, and where in it the reference stands."""


def note_matches(session: Session, listing_id: int, verdict: Verdict, now: datetime) -> None:
    """Note what a verdict on the latest version of a listing matches; when it first did stays as it was."""
    seen = _seen(verdict)
    rows = session.scalars(select(ReferenceMatchRow).where(ReferenceMatchRow.listing_id == listing_id)).all()
    for row in rows:
        if row.reference not in seen:
            row.state = "gone"
            continue
        row.state, finding, region = seen[row.reference]
        row.score, row.finding, row.image = finding.score, finding_json(finding), region.image
    known = {row.reference for row in rows}
    for reference in seen.keys() - known:
        inserted(session, ReferenceMatchRow, _row(listing_id, reference, seen[reference]) | {"matched_at": now})


def _seen(verdict: Verdict) -> Mapping[str, _Seen]:
    """Give by reference the finding that is surest of it; others rest on the same match."""
    said = [("counts", finding) for finding in verdict.findings] + [("aside", finding) for finding in verdict.aside]
    seen: dict[str, _Seen] = {}
    for state, finding in sorted(said, key=lambda pair: -pair[1].score):
        for region in finding.regions:
            if region.reference is not None:
                seen.setdefault(region.reference, (state, finding, region))
    return seen


def _row(listing_id: int, reference: str, seen: _Seen) -> dict[str, object]:
    state, finding, region = seen
    return {
        "listing_id": listing_id,
        "reference": reference,
        "brand": region.brand or "",
        "image": region.image,
        "state": state,
        "score": finding.score,
        "finding": finding_json(finding),
    }
