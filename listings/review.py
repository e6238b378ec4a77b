"""Hits, the decisions people take on them, and the reasons they may give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from listings.wording import Wording

Role = Literal["reviewer", "lead", "officer", "admin"]
HitState = Literal["open", "parked", "passed", "confirmed", "dismissed", "lapsed"]
"""`lapsed`: never decided, and a later judgement or version no longer gives a reason to queue it."""
SampleKind = Literal["random", "uncertain"]
"""Why a listing that no detector flagged is looked at: drawn by lot, or close to the threshold."""
DecisionVerdict = Literal["confirm", "dismiss", "park", "pass", "reopen"]
"""`pass` hands the hit to a lead; `reopen` takes an earlier decision back (undo). Nothing is overwritten."""

STATE_AFTER: dict[DecisionVerdict, HitState] = {
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "park": "parked",
    "pass": "passed",
    "reopen": "open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Someone who may sign in."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A listing queued for review because of its findings; one open hit per listing. A suspicion, not a verdict.

    With `sample` it is not suspected at all: it was queued to check what the detectors miss.
    """

    id: int
    listing_id: int
    version_id: int
    risk: float
    state: HitState
    opened_at: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    sample: SampleKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDecision:
    """What the reviewer said of one finding."""

    finding_id: int
    upheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person said of a hit. Changed only by a later decision; `number` counts up per hit."""

    id: int
    hit_id: int
    number: int
    verdict: DecisionVerdict
    reason: str
    findings: tuple[FindingDecision, ...]
    note: str | None
    user: str
    decided_at: datetime
    park_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code a decision must carry, the verdicts it fits, and its words on screen."""

    code: str
    fits: frozenset[DecisionVerdict]
    wording: Wording


_CONFIRM = frozenset[DecisionVerdict]({"confirm"})
_DISMISS = frozenset[DecisionVerdict]({"dismiss"})
_WAIT = frozenset[DecisionVerdict]({"park", "pass"})

# Codes are part of the contract (GET /api/v1/reasons): add, never rename.
REASONS: tuple[Reason, ...] = (
    Reason("false_claim", _CONFIRM, Wording("Quảng cáo có dấu hiệu sai sự thật", "Suspected false advertising")),
    Reason("counterfeit", _CONFIRM, Wording("Có dấu hiệu hàng giả mạo nhãn hiệu", "Suspected counterfeit")),
    Reason("unknown_origin", _CONFIRM, Wording("Có dấu hiệu không rõ nguồn gốc", "Suspected unknown origin")),
    Reason("prohibited_goods", _CONFIRM, Wording("Có dấu hiệu hàng cấm hoặc hạn chế", "Suspected prohibited goods")),
    Reason("insufficient_grounds", _DISMISS, Wording("Không đủ căn cứ", "Insufficient grounds")),
    Reason("authorised", _DISMISS, Wording("Người bán được uỷ quyền", "Authorised seller")),
    Reason("duplicate", _DISMISS, Wording("Trùng với tin khác", "Duplicate of another listing")),
    Reason(
        "lawful_resale", _DISMISS, Wording("Hàng cũ hoặc nhập song song hợp pháp", "Lawful resale or parallel import")
    ),
    Reason("detector_error", _DISMISS, Wording("Máy nhận nhầm", "Detector error")),
    Reason("needs_evidence", _WAIT, Wording("Cần thêm chứng cứ", "Needs more evidence")),
    Reason("needs_second_opinion", _WAIT, Wording("Cần ý kiến thứ hai", "Needs a second opinion")),
    Reason("mistake", frozenset[DecisionVerdict]({"reopen"}), Wording("Rút lại kết luận", "Decision taken back")),
)
BESIDE_THE_TEXT = frozenset({"authorised", "duplicate", "lawful_resale"})
"""Why a listing is dismissed though its text may well claim what was found: these speak of the seller or of another
listing, so they are no opinion on a finding, and as examples would teach that the words are harmless."""
REASON_BY_CODE = {reason.code: reason for reason in REASONS}
