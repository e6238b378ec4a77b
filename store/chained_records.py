"""What exactly the chain vouches for: each kind of record as the JSON value whose digest stands in its entry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.chain import digest_of, instant
from store.models.evidence import BlobRow, CaptureRow
from store.models.judging import FindingRow
from store.models.review import DecisionRow, FindingDecisionRow
from store.models.ruling import RuleChangeRow, RuleMarkRow
from store.models.takedowns import TakedownRow, TakedownStepRow


def erasure_content(blob: BlobRow) -> str:
    """Give the digest of an erasure: what, when, by whom, why."""
    return digest_of({"blob": blob.digest, "at": _time(blob.erased_at), "user": blob.erased_by, "why": blob.erased_why})


def capture_content(capture: CaptureRow) -> str:
    """Give the digest of a capture: where, when and how its body came, and to what it answers, where that is known."""
    asked = {} if capture.request is None else {"request": capture.request}
    return digest_of(
        {
            **asked,
            "url": capture.url,
            "fetched_at": instant(capture.fetched_at),
            "status": capture.status,
            "headers": capture.headers,
            "media_type": capture.media_type,
            "rendered": capture.rendered,
            "body": capture.digest,
        }
    )


def decision_content(session: Session, decision: DecisionRow) -> str:
    """Give the digest of a decision with every finding it speaks of, as that finding read."""
    query = (
        select(FindingDecisionRow.finding_id, FindingDecisionRow.upheld, FindingRow.record)
        .join(FindingRow, FindingRow.id == FindingDecisionRow.finding_id)
        .where(FindingDecisionRow.decision_id == decision.id)
        .order_by(FindingDecisionRow.finding_id)
    )
    return digest_of(
        {
            "hit": decision.hit_id,
            "number": decision.number,
            "verdict": decision.verdict,
            "reason": decision.reason,
            "note": decision.note,
            "user": decision.user,
            "decided_at": instant(decision.decided_at),
            "park_until": _time(decision.park_until),
            "undoes": decision.undoes,
            "findings": [
                {"id": number, "upheld": upheld, "finding": record} for number, upheld, record in session.execute(query)
            ],
        }
    )


def step_content(session: Session, step: TakedownStepRow) -> str:
    """Give the digest of one step of a takedown, together with the notice as it was built."""
    takedown = session.get_one(TakedownRow, step.takedown_id)
    return digest_of(
        {
            "takedown": takedown.id,
            "hit": takedown.hit_id,
            "notice": takedown.record,
            "state": step.state,
            "note": step.note,
            "user": step.user,
            "at": instant(step.at),
        }
    )


def rule_content(change: RuleChangeRow) -> str:
    """Give the digest of a rule's change of state: what, as it read, on which figures, by whom, when."""
    return digest_of(
        {
            "rule": change.rule,
            "number": change.number,
            "state": change.state,
            "version": change.version,
            "phrases": change.phrases,
            "figures": change.figures,
            "user": change.user,
            "at": instant(change.at),
        }
    )


def mark_content(mark: RuleMarkRow) -> str:
    """Give the digest of an opinion on what a rule found: of which passage, right or wrong, by whom, when."""
    return digest_of(
        {
            "rule": mark.rule,
            "version": mark.version_id,
            "quote": mark.quote,
            "right": mark.right,
            "user": mark.user,
            "at": instant(mark.at),
        }
    )


def _time(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
