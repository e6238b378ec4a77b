"""What one detector says of one listing version, and the verdict over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from listings.wording import Wording

FindingKind = Literal["label", "signal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """An exact substring of a field: `text == listing.text_of(field)[start:end]` (character offsets)."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRegion:
    """A part of a listing's image that matches a brand's reference. `box` is x, y, width, height in pixels.

    `image` and `reference` are SHA-256 (hex) of the files' bytes; `verdict` and `stage` are those of `soi match`.
    """

    image: str
    box: tuple[int, int, int, int]
    reference: str
    brand: str
    verdict: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One suspicion with its evidence and its reason in words. Suspected, never proven.

    `kind` "label": the text itself claims or offers something prohibited, so the listing is queued.
    `kind` "signal": raises risk, queues nothing however many there are. `category` is an id of the taxonomy for labels
    and a signal kind (`missing_statutory_line`, `number_malformed`, `price_low`, `seller_unlisted`, `official_photo`)
    for signals. `score` lies in 0..1. `detector`, `rule_version` and `model` make the finding repeatable (law 1).
    """

    detector: str
    kind: FindingKind
    category: str
    rule: str
    rule_version: str
    model: str | None
    score: float
    reason: Wording
    spans: tuple[TextSpan, ...] = ()
    regions: tuple[ImageRegion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableImage:
    """A picture that could not be judged: SHA-256 (hex) of its bytes, and one of `listings.page.UNREADABLE_REASONS`."""

    digest: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings on one listing version with the risk they add up to (0..1)."""

    findings: tuple[Finding, ...]
    risk: float
    notes: tuple[str, ...] = ()
    unreadable: tuple[UnreadableImage, ...] = ()

    @property
    def labels(self) -> tuple[Finding, ...]:
        """Give the findings that queue."""
        return tuple(f for f in self.findings if f.kind == "label")

    @property
    def signals(self) -> tuple[Finding, ...]:
        """Give the findings that only raise risk."""
        return tuple(f for f in self.findings if f.kind == "signal")

    @property
    def violating(self) -> bool:
        """Say whether the listing would be queued: only a label does that, never a signal."""
        return any(f.kind == "label" for f in self.findings)
