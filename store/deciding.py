"""Taking a decision and taking it back, with the chain entry in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from listings.errors import Conflict, InvalidInput, NotFound
from listings.finding import Finding
from listings.review import REASON_BY_CODE, STATE_AFTER, Decision, DecisionVerdict, FindingDecision
from listings.wording import Wording
from store.chain import note as chain_note
from store.chained_records import decision_content
from store.claiming import refuse_unless_free
from store.decisions import decision_record
from store.grounds import refuse_without_grounds, said_of_findings
from store.marking import keep_marked
from store.models.review import DecisionRow, FindingDecisionRow, HitRow
from store.queueing import pending_hit
from store.takedown_steps import withdraw

_LEAVE_OUT = Wording("hãy bỏ phần đó", "leave it out")
_UNDO_DEPTH = 10
"""How many of one's last decisions can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person says of a hit, before it is kept."""

    user: str
    verdict: DecisionVerdict
    reason: str
    findings: tuple[FindingDecision, ...] = ()
    marked: tuple[Finding, ...] = ()
    note: str | None = None
    park_until: datetime | None = None
    at: datetime
    undoes: int | None = None


def decide(session: Session, hit: HitRow, judged: Judged) -> Decision:
    """Keep a decision and move its hit on.

    Raises:
        Conflict: someone else holds the hit, or it is decided.
        InvalidInput: what is said does not hang together.
    """
    refuse_unless_free(hit, judged.user, judged.at)
    _check_words(judged)
    marked = keep_marked(session, hit, judged.marked)
    said = said_of_findings(session, hit, judged.verdict, judged.findings, marked)
    if judged.verdict == "confirm":
        refuse_without_grounds(session, hit, judged.reason, judged.note, said)
    row = _append(session, hit, judged, said)
    hit.park_until = judged.park_until
    hit.lease_owner = hit.lease_until = None
    return decision_record(session, row)


def undo(session: Session, user: str, now: datetime) -> HitRow:
    """Append a reopening to the user's latest decision that still stands, and withdraw the notice built from it.

    Raises:
        NotFound: nothing to take back.
        Conflict: another hit of the listing waits already.
    """
    decision = _latest_standing(session, user)
    hit = session.get_one(HitRow, decision.hit_id, with_for_update=True)
    pending = pending_hit(session, hit.listing_id)
    if pending is not None and pending.id != hit.id:
        what = Wording(
            f"tin nghi vấn số {pending.id} của cùng tin đăng này đang chờ xem xét",
            f"hit {pending.id} of the same listing waits for review already",
        )
        raise Conflict(what, remedy=Wording("hãy kết luận tin đó", "decide that one"))
    if pending is not None:
        refuse_unless_free(pending, user, now)
    judged = Judged(user=user, verdict="reopen", reason="mistake", at=now, undoes=decision.id)
    _append(session, hit, judged, ())
    hit.park_until = None
    withdraw(session, hit.id, user, now)
    return hit


def _check_words(judged: Judged) -> None:
    reason = REASON_BY_CODE.get(judged.reason)
    if judged.verdict == "reopen" or reason is None or judged.verdict not in reason.fits:
        raise _unfitting(judged.verdict, judged.reason)
    if judged.verdict == "park" and (judged.park_until is None or judged.park_until <= judged.at):
        what = Wording("muốn tạm gác thì cần một ngày xem lại về sau", "parking needs a date to come")
        raise InvalidInput(what, remedy=Wording("hãy chọn ngày xem lại", "give the day on which to look again"))
    if judged.verdict != "park" and judged.park_until is not None:
        what = Wording("chỉ khi tạm gác mới có ngày xem lại", f"a date belongs to parking, not to {judged.verdict}")
        raise InvalidInput(what, remedy=_LEAVE_OUT)
    if judged.verdict != "confirm" and judged.marked:
        what = Wording(
            "đoạn đánh dấu chỉ đi cùng kết luận có dấu hiệu vi phạm",
            f"a passage is marked to confirm, not to {judged.verdict}",
        )
        raise InvalidInput(what, remedy=_LEAVE_OUT)


def _unfitting(verdict: DecisionVerdict, given: str) -> InvalidInput:
    fitting = {code: reason.wording.vi for code, reason in REASON_BY_CODE.items() if verdict in reason.fits}
    known = REASON_BY_CODE.get(given)
    return InvalidInput(
        Wording(
            f"lý do “{known.wording.vi if known else given}” không hợp với kết luận này",
            f"reason {given} does not fit {verdict}",
        ),
        remedy=Wording(f"hãy chọn một lý do: {'; '.join(fitting.values())}", f"use one of: {', '.join(fitting)}"),
    )


def _append(session: Session, hit: HitRow, judged: Judged, said: Sequence[FindingDecision]) -> DecisionRow:
    last = session.scalar(select(func.max(DecisionRow.number)).where(DecisionRow.hit_id == hit.id))
    row = DecisionRow(
        hit_id=hit.id,
        number=(last or 0) + 1,
        verdict=judged.verdict,
        reason=judged.reason,
        note=judged.note,
        user=judged.user,
        decided_at=judged.at,
        park_until=judged.park_until,
        undoes=judged.undoes,
    )
    session.add(row)
    session.flush()
    for each in said:
        session.add(FindingDecisionRow(decision_id=row.id, finding_id=each.finding_id, upheld=each.upheld))
    session.flush()
    session.refresh(row)
    chain_note(session, judged.at, "decision", f"decision:{row.id}", decision_content(session, row))
    hit.state = STATE_AFTER[judged.verdict]
    return row


def _latest_standing(session: Session, user: str) -> DecisionRow:
    """Give the user's latest decision that nobody, the user included, has followed with another on the same hit."""
    recent = select(DecisionRow.id).where(DecisionRow.user == user).order_by(DecisionRow.id.desc()).limit(_UNDO_DEPTH)
    later = aliased(DecisionRow)
    query = (
        select(DecisionRow)
        .where(DecisionRow.id.in_(recent), DecisionRow.verdict != "reopen")
        .where(~select(later.id).where(later.hit_id == DecisionRow.hit_id, later.number > DecisionRow.number).exists())
        .order_by(DecisionRow.id.desc())
        .limit(1)
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(
            Wording(
                f"trong {_UNDO_DEPTH} kết luận gần nhất của {user} không có kết luận nào rút lại được",
                f"{user} has no decision to take back among the last {_UNDO_DEPTH}",
            )
        )
    return row
