"""When a verdict puts a listing into the queue, keeps it there, or takes it out again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from listings.finding import Verdict
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import VersionRow
from store.models.review import DecisionRow, HitRow
from store.models.samples import SampleRow

PENDING = ("open", "parked", "passed")
"""States in which a hit waits for a conclusion."""
CONCLUDED = ("confirmed", "dismissed")


def requeue(session: Session, listing_id: int, judgement: JudgementRow, verdict: Verdict, now: datetime) -> None:
    """Open a hit, refresh the pending one, or let an undecided one lapse, as the verdict asks."""
    hit = pending_hit(session, listing_id)
    if hit is None:
        if verdict.violating and _worth_asking(session, listing_id, judgement):
            session.add(_new_hit(listing_id, judgement, now))
    elif verdict.violating:
        # What was drawn for checking and is now suspected is a hit like any other.
        _refresh(hit, judgement, sample=None)
    elif hit.sample is not None:
        _refresh(hit, judgement, sample=hit.sample)
    elif hit.state == "open" and not _spoken_of(session, hit):
        _let_go(session, hit, judgement)
    session.flush()


def _new_hit(listing_id: int, judgement: JudgementRow, now: datetime) -> HitRow:
    return HitRow(
        listing_id=listing_id,
        version_id=judgement.version_id,
        judgement_id=judgement.id,
        risk=judgement.risk,
        state="open",
        opened_at=now,
    )


def _refresh(hit: HitRow, judgement: JudgementRow, *, sample: str | None) -> None:
    hit.version_id, hit.judgement_id, hit.risk = judgement.version_id, judgement.id, judgement.risk
    hit.sample = sample


def _let_go(session: Session, hit: HitRow, judgement: JudgementRow) -> None:
    """Let a hit lapse; one that was drawn for checking is a sample again, or its draw would never be answered."""
    drawn = select(SampleRow.kind).where(SampleRow.hit_id == hit.id).order_by(SampleRow.id).limit(1)
    kind = session.scalar(drawn)
    if kind is None:
        hit.state, hit.lease_owner, hit.lease_until = "lapsed", None, None
    else:
        _refresh(hit, judgement, sample=kind)


def pending_hit(session: Session, listing_id: int) -> HitRow | None:
    """Give the hit of a listing that waits for a conclusion, locked."""
    query = select(HitRow).where(HitRow.listing_id == listing_id, HitRow.state.in_(PENDING)).with_for_update()
    return session.scalars(query).one_or_none()


def _spoken_of(session: Session, hit: HitRow) -> bool:
    """Say whether a person has said something of the hit; a machine does not take that back."""
    return bool(session.scalar(select(exists().where(DecisionRow.hit_id == hit.id))))


def _worth_asking(session: Session, listing_id: int, judgement: JudgementRow) -> bool:
    """Say whether a person should look (again): nothing was concluded, or what was concluded is not what we see now."""
    query = (
        select(HitRow)
        .where(HitRow.listing_id == listing_id, HitRow.state.in_(CONCLUDED))
        .order_by(HitRow.id.desc())
        .limit(1)
    )
    last = session.scalars(query).one_or_none()
    if last is None:
        return True
    before, now = session.get_one(VersionRow, last.version_id), session.get_one(VersionRow, judgement.version_id)
    if before.content_digest != now.content_digest:
        return True
    return bool(_label_rules(session, judgement.id) - _label_rules(session, last.judgement_id))


def _label_rules(session: Session, judgement_id: int) -> set[str]:
    query = select(FindingRow.rule).where(FindingRow.judgement_id == judgement_id, FindingRow.kind == "label")
    return set(session.scalars(query))
