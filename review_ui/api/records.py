"""A hit as JSON (docs/records.md). Offsets count Unicode characters, times are UTC, prices decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from listings.review import DecisionVerdict, HitState, Role, SampleKind


class WordingRecord(BaseModel):
    """One statement in both languages."""

    vi: str
    en: str


class SpanRecord(BaseModel):
    """An exact substring of a field of the listing."""

    field: str
    start: int
    end: int
    text: str


class RegionRecord(BaseModel):
    """A part of a listing's image; `box` is x, y, width, height in pixels.

    It matches a reference, or `text` was read there and the rest is null.
    """

    image: str
    box: tuple[int, int, int, int]
    reference: str | None
    brand: str | None
    verdict: str | None
    stage: str | None
    text: str | None


class FindingRecord(BaseModel):
    """What one detector says; `id` is what a decision names it by."""

    id: int
    detector: str
    kind: Literal["label", "signal"]
    category: str
    rule: str
    rule_version: str
    model: str | None
    score: float
    reason: WordingRecord
    spans: list[SpanRecord]
    regions: list[RegionRecord]


class ImageRecord(BaseModel):
    """One image of the listing; `digest` once it was fetched, `reason` where it could not be read."""

    address: str
    state: str
    digest: str | None
    reason: str | None


class FindingDecisionRecord(BaseModel):
    """What a decision says of one finding."""

    finding_id: int
    upheld: bool


class DecisionRecord(BaseModel):
    """What a person said of the hit."""

    id: int
    hit_id: int
    number: int
    verdict: DecisionVerdict
    reason: str
    findings: list[FindingDecisionRecord]
    note: str | None
    user: str
    decided_at: datetime
    park_until: datetime | None


class LeaseRecord(BaseModel):
    """Who holds the hit, and until when."""

    owner: str
    until: datetime


class HitRecord(BaseModel):
    """A hit with everything a reviewer sees. A suspicion, not a verdict.

    With `sample` it is not even that: `random` or `uncertain`, drawn to check what the detectors miss.
    """

    id: int
    state: HitState
    sample: SampleKind | None
    risk: float
    opened_at: datetime
    lease: LeaseRecord | None
    listing: dict[str, Any]
    listing_id: int
    listing_version: int
    captured_at: datetime
    first_seen: datetime
    last_seen: datetime
    findings: list[FindingRecord]
    images: list[ImageRecord]
    captures: list[str]
    decisions: list[DecisionRecord]
    brand: str | None
    seller_listings: int
    seller_hits: int
    judge_version: str
    notes: list[str]


class ReasonRecord(BaseModel):
    """A reason code with the verdicts it fits."""

    code: str
    verdicts: list[DecisionVerdict]
    wording: WordingRecord


class SessionRecord(BaseModel):
    """A sign-in: send `token` back as `Authorization: Bearer`."""

    token: str
    user: str
    role: Role
