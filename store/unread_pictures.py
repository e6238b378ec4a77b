"""What stands in pictures that nobody could read this time: what was found there before still counts (law 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from listings.finding import Finding, Verdict
from store.codec import finding_of
from store.finding_rows import finding_row
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import ImageRow
from store.queueing import pending_hit

_KEPT = (
    "Chữ trong ảnh lần này không đọc được nên dấu hiệu đã thấy trong ảnh được giữ nguyên"
    " / The pictures' words could not be read this time, so what was found in them before still stands"
)


def keep_unread(
    session: Session, listing_id: int, judgement: JudgementRow, verdict: Verdict, judged: Collection[str]
) -> Verdict:
    """Add to a judgement what the pending hit rests on in pictures that were not read; give the verdict with it.

    Args:
        session: the session, in which the listing is locked.
        listing_id: the listing.
        judgement: the judgement of its latest version.
        verdict: what the judge said.
        judged: digests of the images that the judge was given.
    """
    hit = pending_hit(session, listing_id)
    if hit is None or hit.judgement_id == judgement.id:
        return verdict
    if not verdict.unread and not _has_pictures_not_at_hand(session, judgement.version_id):
        return verdict
    # A picture that is shown no more may be the one that was not read: the same one may come under other bytes.
    read = frozenset(judged).difference(verdict.unread)
    parts = (_unread_part(earlier, verdict, read) for earlier in _findings(session, hit.judgement_id))
    kept = [part for part in parts if part is not None]
    if not kept:
        return verdict
    judgement.risk = max(verdict.risk, hit.risk)
    judgement.notes = list(dict.fromkeys((*judgement.notes, _KEPT)))
    known = _findings(session, judgement.id)
    session.add_all(finding_row(judgement.id, finding) for finding in kept if finding not in known)
    session.flush()
    return replace(verdict, findings=(*verdict.findings, *kept), risk=judgement.risk)


def _unread_part(earlier: Finding, verdict: Verdict, read: Collection[str]) -> Finding | None:
    """Give what a finding quotes of pictures that were not read; the text beside them was judged anew."""
    again = {region for finding in verdict.findings for region in finding.regions}
    quoted = (region for region in earlier.regions if region.text is not None and region not in again)
    regions = tuple(region for region in quoted if region.image not in read)
    return replace(earlier, spans=(), regions=regions) if regions else None


def _has_pictures_not_at_hand(session: Session, version_id: int) -> bool:
    """Say whether the version shows a picture that was not fetched, yet or this time."""
    query = exists().where(ImageRow.version_id == version_id, ImageRow.digest.is_(None))
    return bool(session.scalar(select(query)))


def _findings(session: Session, judgement_id: int) -> list[Finding]:
    rows = session.scalars(select(FindingRow).where(FindingRow.judgement_id == judgement_id).order_by(FindingRow.id))
    return [finding_of(row.record) for row in rows]
