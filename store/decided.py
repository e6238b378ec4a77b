"""What people have concluded, as examples to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Row, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from listings.decided import DecidedListing, DecidedPassage
from store.claiming import SAMPLE_KINDS
from store.codec import finding_of, listing_of
from store.database import Database
from store.marking import of_a_detector
from store.models.evidence import BlobRow, CaptureRow
from store.models.judging import FindingRow
from store.models.listings import ListingRow, SellerRow, VersionRow
from store.models.review import DecisionRow, FindingDecisionRow, HitRow
from store.queueing import CONCLUDED
from store.records import DecidedHit

_VERDICTS: dict[str, Literal["confirm", "dismiss"]] = {"confirm": "confirm", "dismiss": "dismiss"}
# A passage is a stretch of text, so what rests on a picture or on a whole field teaches nothing here.
_LEARNED_FROM = "label"


class DecidedStore:
    """Gives the decisions that stand, with the texts they speak of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, after: int = 0, limit: int = 200) -> Sequence[DecidedHit]:
        """Give the concluded hits and samples whose latest decision follows id `after`, oldest first.

        What waits, is parked or passed on is left out, and so is a listing whose capture was erased.
        """
        with self._database.reading() as session:
            rows = session.execute(_standing().where(DecisionRow.id > after).limit(limit)).all()
            passages = _passages(session, [decision.id for decision, *_ in rows])
            return [DecidedHit(decision_id=row[0].id, listing=_example(row, passages[row[0].id])) for row in rows]


def _standing() -> Select[DecisionRow, HitRow, VersionRow, ListingRow, str]:
    later = aliased(DecisionRow)
    return (
        select(DecisionRow, HitRow, VersionRow, ListingRow, SellerRow.key)
        .join(HitRow, HitRow.id == DecisionRow.hit_id)
        .join(VersionRow, VersionRow.id == HitRow.version_id)
        .join(ListingRow, ListingRow.id == HitRow.listing_id)
        .outerjoin(SellerRow, SellerRow.id == ListingRow.seller_id)
        .outerjoin(CaptureRow, CaptureRow.id == VersionRow.capture_id)
        .outerjoin(BlobRow, BlobRow.digest == CaptureRow.digest)
        .where(
            HitRow.state.in_(CONCLUDED),
            ~exists().where(later.hit_id == DecisionRow.hit_id, later.number > DecisionRow.number),
            or_(VersionRow.capture_id.is_(None), BlobRow.key.is_not(None)),
        )
        .order_by(DecisionRow.id)
    )


def _passages(session: Session, decision_ids: Sequence[int]) -> dict[int, list[DecidedPassage]]:
    query = (
        select(FindingDecisionRow.decision_id, FindingDecisionRow.upheld, FindingRow.record)
        .join(FindingRow, FindingRow.id == FindingDecisionRow.finding_id)
        .where(FindingDecisionRow.decision_id.in_(decision_ids), FindingRow.kind == _LEARNED_FROM)
        # A mark that was taken back may have been set beside the words that were meant: it says nothing of either.
        .where(or_(FindingDecisionRow.upheld, of_a_detector()))
        .order_by(FindingRow.id)
    )
    found: dict[int, list[DecidedPassage]] = defaultdict(list)
    for decision_id, upheld, record in session.execute(query):
        finding = finding_of(record)
        found[decision_id] += [
            DecidedPassage(category=finding.category, field=span.field, start=span.start, end=span.end, upheld=upheld)
            for span in finding.spans
        ]
    return found


def _example(
    row: Row[DecisionRow, HitRow, VersionRow, ListingRow, str], passages: Sequence[DecidedPassage]
) -> DecidedListing:
    decision, hit, version, listing, seller = row
    seen = listing_of(version.listing)
    return DecidedListing(
        listing_key=listing.key,
        # Where nobody knows whose a listing is, it stands for a seller of its own.
        seller_key=seller or listing.key,
        title=seen.text_of("title"),
        description=seen.text_of("description"),
        lang=seen.lang,
        verdict=_VERDICTS[decision.verdict],
        reason=decision.reason,
        passages=tuple(passages),
        decided_at=decision.decided_at,
        sample=None if hit.sample is None else SAMPLE_KINDS[hit.sample],
    )
