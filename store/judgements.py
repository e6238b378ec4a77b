"""Keeping verdicts, and what they mean for the queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.finding import Finding, Verdict
from store.chain import digest_of
from store.codec import finding_json
from store.database import Database, require
from store.finding_rows import finding_row
from store.images import digest_of_images, note_unreadable, readable_images
from store.models.judging import JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.models.ruling import ShadowFindingRow
from store.queueing import pending_hit, requeue
from store.reference_matches import note_matches
from store.standing import given_at, is_superseded
from store.unread_pictures import keep_unread


class JudgementStore:
    """Keeps verdicts and opens, refreshes or lapses hits with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        version_id: int,
        judge_version: str,
        verdict: Verdict,
        now: datetime,
        *,
        images: Iterable[str] | None = None,
    ) -> int | None:
        """Keep a verdict with its findings; once per version, judge and set of images.

        A verdict that was kept before stands again if another judge's has come after it: a rule was edited and put
        back as it was. What the waiting hit rests on in pictures that nobody could read now is kept with it.

        Args:
            version_id: the listing version that was judged.
            judge_version: what the judge calls itself.
            verdict: all findings and their risk.
            now: when it was judged (UTC).
            images: digests of the images that were judged (`Subject.images`); None for those the version has now.
                With them, an image that arrived while the judge was at work is not taken for judged.

        Returns:
            The id of the hit that waits for review because of the listing, or None.

        Raises:
            NotFound: there is no such version.
        """
        with self._database.writing() as session:
            version = require(session, VersionRow, version_id)
            listing = require(session, ListingRow, version.listing_id, lock=True)
            session.refresh(version)
            judged = [*(_at_hand(session, version_id) if images is None else images)]
            seen = version.images_digest if images is None else digest_of_images(judged)
            known = _kept_before(session, version_id, judge_version, seen)
            if known is None or is_superseded(session, known):
                at = given_at(session, version_id, now)
                judgement = known or _new_judgement(session, version, judge_version, seen, verdict=verdict, at=at)
                judgement.judged_at = at
                note_unreadable(session, version_id, {image.digest: image.reason for image in verdict.unreadable})
                if listing.latest_version_id == version_id:
                    note_matches(session, listing.id, verdict, now)
                    standing = keep_unread(session, listing.id, judgement, verdict, judged)
                    requeue(session, listing.id, judgement, standing, now)
            if seen == version.images_digest:
                # It may also wait for another judge's sake, such as one that had set a reference aside.
                version.unjudged = False
            hit = pending_hit(session, listing.id)
            return None if hit is None else hit.id


def _at_hand(session: Session, version_id: int) -> list[str]:
    return [image.digest for image in readable_images(session, version_id) if image.digest]


def _kept_before(session: Session, version_id: int, judge_version: str, images_digest: str) -> JudgementRow | None:
    query = select(JudgementRow).where(
        JudgementRow.version_id == version_id,
        JudgementRow.judge_version == judge_version,
        JudgementRow.images_digest == images_digest,
    )
    return session.scalars(query).one_or_none()


def _new_judgement(
    session: Session, version: VersionRow, judge_version: str, seen: str, *, verdict: Verdict, at: datetime
) -> JudgementRow:
    judgement = JudgementRow(
        version_id=version.id,
        judge_version=judge_version,
        images_digest=seen,
        risk=verdict.risk,
        doubt=verdict.doubt,
        notes=list(verdict.notes),
        judged_at=at,
    )
    session.add(judgement)
    session.flush()
    session.add_all(finding_row(judgement.id, finding) for finding in verdict.findings)
    session.add_all(_shadow_row(judgement.id, finding) for finding in verdict.shadow)
    session.flush()
    return judgement


def _shadow_row(judgement_id: int, finding: Finding) -> ShadowFindingRow:
    record = finding_json(finding)
    quote = digest_of([record["spans"], record["regions"]])
    return ShadowFindingRow(judgement_id=judgement_id, rule=finding.rule, quote=quote, record=record)
