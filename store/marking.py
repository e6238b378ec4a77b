"""Passages that a person marked: kept as findings beside those of the detectors."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from listings.errors import InvalidInput
from listings.finding import Finding, TextSpan
from listings.passage import PERSON
from listings.wording import Wording
from store.codec import finding_of, listing_of
from store.finding_rows import finding_row
from store.models.judging import FindingRow
from store.models.listings import VersionRow
from store.models.review import HitRow


def of_a_detector() -> ColumnElement[bool]:
    """Say in SQL that a finding is a detector's own, so that what people marked is not counted as found."""
    detector: ColumnElement[str] = FindingRow.record["detector"].as_string()
    return detector != PERSON


def keep_marked(session: Session, hit: HitRow, marked: Sequence[Finding]) -> set[int]:
    """Add what a person marked to the findings of a hit and give the ids; what stands there already is not added again.

    Raises:
        InvalidInput: it is no passage of the listing, word for word, or not a person's.
    """
    listing = listing_of(session.get_one(VersionRow, hit.version_id).listing)
    query = select(FindingRow).where(FindingRow.judgement_id == hit.judgement_id, FindingRow.kind == "label")
    known = {_what(finding_of(row.record)): row for row in session.scalars(query)}
    rows = []
    for finding in marked:
        if finding.detector != PERSON or finding.kind != "label" or len(finding.spans) != 1:
            what = Wording("đoạn đánh dấu phải là một đoạn liền", "a marked passage is one label with one span")
            raise InvalidInput(what, remedy=Wording("hãy đánh dấu lại", f"name the detector {PERSON}"))
        (span,) = finding.spans
        if not span.text or listing.text_of(span.field)[span.start : span.end] != span.text:
            raise InvalidInput(
                Wording(
                    f"không tìm thấy nguyên văn đoạn “{span.text[:60]}” trong tin đăng",
                    f"the passage {span.text[:60]!r} does not stand in the listing's {span.field}",
                ),
                remedy=Wording(
                    "hãy tải lại trang: tin đăng có thể đã thay đổi", "load the hit again: the listing may have changed"
                ),
            )
        rows.append(known.setdefault(_what(finding), finding_row(hit.judgement_id, finding)))
    session.add_all(rows)
    session.flush()
    return {row.id for row in rows}


def _what(finding: Finding) -> tuple[str, tuple[TextSpan, ...]]:
    return finding.category, finding.spans
