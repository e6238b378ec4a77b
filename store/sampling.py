"""Drawing listings for people to check, and counting what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from listings.errors import NotFound
from listings.review import SampleKind
from store.claiming import SAMPLE_KINDS
from store.database import Database
from store.models.crawling import SourceRow
from store.models.judging import JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.models.review import HitRow
from store.models.samples import SampleRow
from store.pool import doubt_unsaid, to_draw, unsuspected
from store.queueing import CONCLUDED, pending_hit
from store.records import SampleDraw, SampleTally


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    kind: SampleKind
    source: str
    now: datetime


class SampleStore:
    """Queues listings that no detector flagged, so that what is missed can be found and counted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draw(self, kind: SampleKind, count: int, now: datetime, *, source: str | None = None) -> SampleDraw:
        """Draw up to `count` listings and queue those that no person has looked at in this version.

        Args:
            kind: `random` draws by lot, `uncertain` takes those closest to the threshold if the judge said how close.
            count: how many.
            now: when (UTC).
            source: name of the source to draw from; None for all listings.

        Raises:
            NotFound: there is no such source.
        """
        draw = _Draw(kind=kind, source=source or "", now=now)
        # Chosen while others may write; what has changed by then is seen under each listing's lock.
        with self._database.reading() as session:
            _require_source(session, source)
            chosen = session.execute(to_draw(kind, source).limit(count)).all()
            unsaid = _count(session, doubt_unsaid(source)) if kind == "uncertain" else 0
        with self._database.writing() as session:
            # Locked by id, so that two writers never wait for one another in a circle; queued in the order drawn.
            locked = {number: _locked(session, number) for number in sorted(listing_id for _, listing_id in chosen)}
            queued = [_drawn(session, judgement_id, locked[number], draw) for judgement_id, number in chosen]
        drawn = [new for new in queued if new is not None]
        return SampleDraw(
            kind=kind, source=source, asked=count, drawn=len(drawn), queued=sum(drawn), to_judge_again=unsaid
        )

    def tallies(self) -> Sequence[SampleTally]:
        """Count what was drawn and decided, by kind, source and judge; the latest draw first."""
        with self._database.reading() as session:
            return [_tally(session, row) for row in session.execute(_COUNTS)]


_JUDGED, _DECIDED = aliased(VersionRow), aliased(VersionRow)
# A pending sample follows its listing; what is said of other words says nothing of the verdict that was drawn.
_SAME = _JUDGED.content_digest == _DECIDED.content_digest
_COUNTS = (
    select(
        SampleRow.kind,
        SampleRow.source,
        JudgementRow.judge_version,
        func.count(),
        func.sum(case((and_(_SAME, HitRow.state.in_(CONCLUDED)), 1), else_=0)),
        func.sum(case((and_(_SAME, HitRow.state == "confirmed"), 1), else_=0)),
        func.sum(case((_SAME, 0), else_=1)),
    )
    .join(HitRow, HitRow.id == SampleRow.hit_id)
    .join(JudgementRow, JudgementRow.id == SampleRow.judgement_id)
    .join(_JUDGED, _JUDGED.id == JudgementRow.version_id)
    .join(_DECIDED, _DECIDED.id == HitRow.version_id)
    .group_by(SampleRow.kind, SampleRow.source, JudgementRow.judge_version)
    .order_by(func.max(SampleRow.id).desc())
)


def _tally(session: Session, row: Row[str, str, str, int, int, int, int]) -> SampleTally:
    kind, source, judge, drawn, decided, confirmed, changed = row
    lot = unsuspected(source or None).where(JudgementRow.judge_version == judge)
    return SampleTally(
        kind=SAMPLE_KINDS[kind],
        source=source or None,
        judge_version=judge,
        drawn=drawn,
        decided=int(decided),
        confirmed=int(confirmed),
        changed=int(changed),
        unflagged=_count(session, lot),
    )


def _count(session: Session, query: Select[int, int]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _require_source(session: Session, name: str | None) -> None:
    if name is not None and session.scalar(select(SourceRow.id).where(SourceRow.name == name)) is None:
        raise NotFound(f"there is no source {name}", remedy="soi source list names them")


def _locked(session: Session, listing_id: int) -> ListingRow:
    return session.get_one(ListingRow, listing_id, with_for_update=True)


def _drawn(session: Session, judgement_id: int, listing: ListingRow, draw: _Draw) -> bool | None:
    """Keep a draw and say whether it was queued; None if the listing has changed since it was chosen."""
    judgement = session.get_one(JudgementRow, judgement_id)
    waiting = pending_hit(session, listing.id)
    suspected = waiting is not None and waiting.sample is None
    if listing.latest_version_id != judgement.version_id or suspected or _drawn_before(session, judgement_id, draw):
        return None
    known = waiting or _concluded(session, judgement.version_id, listing.id)
    hit = known or _new_hit(session, listing.id, judgement, draw)
    values = {"judgement_id": judgement_id, "hit_id": hit.id, "drawn_at": draw.now}
    session.add(SampleRow(kind=draw.kind, source=draw.source, **values))
    session.flush()
    return known is None


def _drawn_before(session: Session, judgement_id: int, draw: _Draw) -> bool:
    same = (SampleRow.judgement_id == judgement_id, SampleRow.kind == draw.kind, SampleRow.source == draw.source)
    return bool(session.scalar(select(exists().where(*same))))


def _concluded(session: Session, version_id: int, listing_id: int) -> HitRow | None:
    """Give the latest hit on which a person has concluded of this very version."""
    query = select(HitRow).where(HitRow.listing_id == listing_id, HitRow.version_id == version_id)
    query = query.where(HitRow.state.in_(CONCLUDED)).order_by(HitRow.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def _new_hit(session: Session, listing_id: int, judgement: JudgementRow, draw: _Draw) -> HitRow:
    hit = HitRow(
        listing_id=listing_id,
        version_id=judgement.version_id,
        judgement_id=judgement.id,
        risk=judgement.risk,
        state="open",
        opened_at=draw.now,
        sample=draw.kind,
    )
    session.add(hit)
    session.flush()
    return hit
