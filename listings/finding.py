"""What one detector says of one listing version, and the verdict over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from listings.wording import Wording

FindingKind = Literal["label", "signal", "shadow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """An exact substring of a field: `text == listing.text_of(field)[start:end]` (character offsets)."""

    field: str
    start: int
    end: int
    text: str

    def overlaps(self, other: TextSpan) -> bool:
        """Say whether the two have a character in common."""
        return self.field == other.field and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRegion:
    """A part of a listing's image: what matches a brand's reference, or what is written there.

    `image` is the SHA-256 (hex) of the file's bytes, `box` is x, y, width, height in pixels of the upright original. Of
    a match, `reference` is the SHA-256 of the reference's bytes, `verdict` and `stage` are those of `soi match`. Of
    words, `text` is what was read, and the rest is None.
    """

    image: str
    box: tuple[int, int, int, int]
    reference: str | None = None
    brand: str | None = None
    verdict: str | None = None
    stage: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One suspicion with its evidence and its reason in words. Suspected, never proven.

    `kind` "label": the text itself claims or offers something prohibited, so the listing is queued.
    `kind` "signal": raises risk, queues nothing however many there are. `kind` "shadow": of a rule that is being tried;
    recorded beside the verdict, without any effect. `category` is an id of the taxonomy for labels
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

    @property
    def quotes(self) -> tuple[str, ...]:
        """Give the words that the finding rests on: of the listing's text, then those read in its pictures."""
        return (*(span.text for span in self.spans), *(region.text for region in self.regions if region.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableImage:
    """A picture that could not be judged: SHA-256 (hex) of its bytes, and one of `listings.page.UNREADABLE_REASONS`."""

    digest: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings on one listing version with the risk they add up to (0..1).

    `shadow` stands apart from `findings`, so that whoever reads a verdict's findings cannot act on a rule that is only
    being tried. So does `aside`: matches with references that were set aside, kept without any effect.
    """

    findings: tuple[Finding, ...]
    risk: float
    notes: tuple[str, ...] = ()
    unreadable: tuple[UnreadableImage, ...] = ()
    doubt: float | None = None
    """How close the text came to the threshold of a claim, whether or not anything was found: 1 is on it, 0 far from
    it; None where the judge does not say."""
    shadow: tuple[Finding, ...] = ()
    aside: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()
    """SHA-256 (hex) of the pictures whose words nobody read this time: what they say is not known (law 2)."""

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
