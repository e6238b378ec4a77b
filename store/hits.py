"""The review queue: what waits, who holds what, and what was concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from listings.errors import Conflict
from listings.finding import Finding
from listings.review import Decision, DecisionVerdict, FindingDecision, Hit
from listings.wording import Wording
from store.claiming import LOOK_AGAIN, claimable, hand_out, held_by_another, hit_record, refuse_unless_free, take
from store.database import Database, require
from store.deciding import Judged, decide, undo
from store.decisions import decision_record
from store.hit_case import case_of
from store.insertion import inserted
from store.models.review import DecisionRow, HitRow, SkipRow
from store.pool import counts_as_hit
from store.queue import QueueFilter, queue_rows
from store.records import HitCase, QueueCursor, QueueRow

UNDO_LEASE = timedelta(minutes=15)


class HitStore:
    """Hands out hits and keeps decisions. `user` is a user's name everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_open(self) -> int:
        """Say how many hits wait: open, passed to a lead, or parked until a date that has come. Samples are none."""
        return self._count_waiting(HitRow.sample.is_(None))

    def count_samples(self) -> int:
        """Say how many listings wait that were drawn for checking."""
        return self._count_waiting(HitRow.sample.is_not(None))

    def _count_waiting(self, condition: ColumnElement[bool]) -> int:
        waiting = claimable(self._database.now(), for_lead=True)
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(HitRow).where(waiting, condition)) or 0

    def queue(
        self,
        after: QueueCursor | None = None,
        limit: int = 50,
        *,
        lang: str | None = None,
        site: str | None = None,
        samples: bool | None = None,
    ) -> Sequence[QueueRow]:
        """Give waiting hits, the highest risk first, that follow the cursor of the last row of the page before.

        `samples` True gives only what was drawn for checking, False only what is suspected, None both.
        """
        wanted = QueueFilter(lang=lang, site=site, samples=samples)
        with self._database.reading() as session:
            return queue_rows(session, self._database.now(), wanted, after=after, limit=limit)

    def page(self, after: int = 0, limit: int = 50) -> Sequence[Hit]:
        """Give the hits that follow id `after`, whatever their state, oldest first; of samples only the confirmed."""
        query = select(HitRow).where(HitRow.id > after, counts_as_hit()).order_by(HitRow.id).limit(limit)
        with self._database.reading() as session:
            return [hit_record(row) for row in session.scalars(query)]

    def claim(
        self, user: str, *, lease: timedelta, now: datetime, site: str | None = None, samples_only: bool = False
    ) -> Hit | None:
        """Give the next hit to a user, who holds it for the length of the lease.

        A user who holds one gets that one again. Hits the user skipped come last; hits passed on go to leads only.
        `samples_only` hands out what was drawn for checking, which otherwise comes after all that is suspected.

        Returns:
            The hit, or None when nothing waits.
        """
        with self._database.writing() as session:
            row = hand_out(session, user, now=now, site=site, samples_only=samples_only)
            return None if row is None else take(row, user, now + lease)

    def claim_one(self, hit_id: int, user: str, *, lease: timedelta, now: datetime) -> Hit:
        """Give a certain hit to a user.

        Raises:
            NotFound: there is no such hit.
            Conflict: someone else holds it, or it is decided.
        """
        with self._database.writing() as session:
            row = require(session, HitRow, hit_id, lock=True)
            refuse_unless_free(row, user, now)
            return take(row, user, now + lease)

    def release(self, hit_id: int, user: str, skip: bool = False) -> None:
        """Give a hit back. With `skip` it comes last for this user. One that is not held is left as it is.

        Raises:
            NotFound: there is no such hit.
            Conflict: someone else holds it.
        """
        with self._database.writing() as session:
            row = require(session, HitRow, hit_id, lock=True)
            if row.lease_owner not in {None, user}:
                raise Conflict(held_by_another(row), remedy=LOOK_AGAIN)
            row.lease_owner = row.lease_until = None
            if skip:
                inserted(session, SkipRow, {"hit_id": hit_id, "user": user})

    def extend(self, hit_id: int, user: str, *, lease: timedelta, now: datetime) -> Hit:
        """Prolong a user's hold; a lapsed one is renewed as long as nobody else took the hit.

        Raises:
            NotFound: there is no such hit.
            Conflict: someone else holds it, nobody does, or it is decided.
        """
        with self._database.writing() as session:
            row = require(session, HitRow, hit_id, lock=True)
            refuse_unless_free(row, user, now)
            if row.lease_owner != user:
                what = Wording(
                    f"tin nghi vấn số {hit_id} chưa có ai nhận hoặc đã hết hạn giữ",
                    f"hit {hit_id} is not held by {user}",
                )
                raise Conflict(what, remedy=Wording("hãy nhận xem xét tin này trước", "claim it first"))
            return take(row, user, now + lease)

    def case(self, hit_id: int) -> HitCase:
        """Give everything a reviewer sees of a hit.

        Raises:
            NotFound: there is no such hit.
        """
        with self._database.reading() as session:
            return case_of(session, require(session, HitRow, hit_id))

    def decide(
        self,
        hit_id: int,
        user: str,
        verdict: DecisionVerdict,
        reason: str,
        *,
        findings: Sequence[FindingDecision] = (),
        marked: Sequence[Finding] = (),
        note: str | None = None,
        park_until: datetime | None = None,
        now: datetime,
    ) -> Decision:
        """Keep what a person concluded, of the hit and of each of its findings.

        Findings that are not named are upheld by `confirm` and rejected by `dismiss`. `marked` are passages that the
        detectors missed, as findings of the detector `listings.passage.PERSON`; a confirmation upholds them, and of
        those marked for an earlier decision, now taken back, only what is named. On a sample a false claim needs a
        quoted passage, and every other confirmation one or a note, which its takedown then states.

        Raises:
            NotFound: there is no such hit.
            Conflict: someone else holds it, or it is decided.
            InvalidInput: the reason does not fit the verdict, a finding is not of this hit, nothing is upheld or
                noted, a marked passage does not stand in the listing, or the date to park until is missing or past.
        """
        judged = Judged(
            user=user,
            verdict=verdict,
            reason=reason,
            findings=tuple(findings),
            marked=tuple(marked),
            note=note,
            park_until=park_until,
            at=now,
        )
        with self._database.writing(durable=True) as session:
            return decide(session, require(session, HitRow, hit_id, lock=True), judged)

    def recent(self, user: str, limit: int = 10) -> Sequence[Decision]:
        """Give a user's latest decisions, newest first."""
        query = select(DecisionRow).where(DecisionRow.user == user).order_by(DecisionRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return [decision_record(session, row) for row in session.scalars(query).all()]

    def undo(self, user: str, *, lease: timedelta = UNDO_LEASE, now: datetime) -> Hit:
        """Take back the user's latest decision that still stands, out of the last ten; the user holds the hit again.

        A notice that was built from it is withdrawn with it.

        Raises:
            NotFound: there is nothing to take back.
            Conflict: the listing waits for review again already.
        """
        with self._database.writing(durable=True) as session:
            return take(undo(session, user, now), user, now + lease)
