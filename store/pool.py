"""The listings that samples are drawn from: judged in their latest version, and not flagged."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from listings.review import SampleKind
from store.marking import of_a_detector
from store.models.crawling import RunRow, SightingRow, SourceRow
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.models.review import HitRow
from store.models.samples import SampleRow
from store.queueing import CONCLUDED, PENDING
from store.standing import superseded


def unflagged(source: str | None) -> Select[int, int]:
    """Give the ids of verdict and listing where the latest verdict carries no label and no suspicion waits for review.

    A passage that a person marked flags nothing: what was missed has to stay among what was not flagged.
    """
    query = select(JudgementRow.id, ListingRow.id).join(
        ListingRow, ListingRow.latest_version_id == JudgementRow.version_id
    )
    query = query.where(
        ~superseded(),
        ~exists().where(
            FindingRow.judgement_id == JudgementRow.id,
            FindingRow.kind == "label",
            of_a_detector(),
        ),
        ~_hit(HitRow.state.in_(PENDING), HitRow.sample.is_(None)),
    )
    return query if source is None else query.where(_seen_at(source))


def to_draw(kind: SampleKind, source: str | None) -> Select[int, int]:
    """Give the ids of what may still be drawn, in that order: by lot, or the closest to the threshold first."""
    if kind == "random":
        again = exists().where(
            SampleRow.judgement_id == JudgementRow.id, SampleRow.kind == kind, SampleRow.source == (source or "")
        )
        return unflagged(source).where(~again).order_by(func.random())
    query = _never_looked_at(source).where(JudgementRow.doubt.is_not(None))
    return query.order_by(JudgementRow.doubt.desc(), JudgementRow.risk.desc(), JudgementRow.id)


def doubt_unsaid(source: str | None) -> Select[int, int]:
    """Give the ids of what nobody can call close to the threshold or far from it until it is judged again."""
    return _never_looked_at(source).where(JudgementRow.doubt.is_(None))


def unsuspected(source: str | None) -> Select[int, int]:
    """Give the ids of what is not flagged and what no person has confirmed either."""
    return unflagged(source).where(~_hit(HitRow.state == "confirmed", _of_what_was_judged()))


def _never_looked_at(source: str | None) -> Select[int, int]:
    looked_at = _hit(HitRow.version_id == JudgementRow.version_id, HitRow.state.in_((*PENDING, *CONCLUDED)))
    return unflagged(source).where(~exists().where(SampleRow.judgement_id == JudgementRow.id), ~looked_at)


def _of_what_was_judged() -> ColumnElement[bool]:
    """Say in SQL that a hit is about what was judged: the same version, or one that reads the same."""
    judged, decided = aliased(VersionRow), aliased(VersionRow)
    same = exists().where(
        judged.id == JudgementRow.version_id,
        decided.id == HitRow.version_id,
        decided.content_digest == judged.content_digest,
    )
    return same.correlate(JudgementRow, HitRow)


def counts_as_hit() -> ColumnElement[bool]:
    """Say in SQL which hits are counted as such: a sample is one only once a person has confirmed it."""
    return or_(HitRow.sample.is_(None), HitRow.state == "confirmed")


def _hit(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(HitRow.listing_id == ListingRow.id, *conditions)


def _seen_at(source: str) -> ColumnElement[bool]:
    return exists().where(
        SightingRow.listing_id == ListingRow.id,
        SightingRow.run_id == RunRow.id,
        RunRow.source_id == SourceRow.id,
        SourceRow.name == source,
    )
