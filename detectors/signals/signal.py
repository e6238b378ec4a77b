"""What every signal shares: a finding that raises risk and queues nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from detectors.rules.rule import Rule
from listings.brand import Brand
from listings.finding import Finding, ImageRegion, TextSpan
from listings.subject import Subject
from listings.wording import Wording

DETECTOR = "signals"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalContext:
    """What signals may look at besides the listing itself."""

    kinds: frozenset[str]
    brands: Sequence[Brand] = ()
    images: tuple[Finding, ...] = field(default=())
    """The image detector's findings on the same listing."""


class Signal(Protocol):
    """One kind of signal."""

    def __call__(self, subject: Subject, context: SignalContext, rule: Rule) -> Finding | None:
        """Give the finding, or None when there is nothing to say."""


def signal_finding(
    rule: Rule,
    score: float,
    reason: Wording,
    *,
    spans: tuple[TextSpan, ...] = (),
    regions: tuple[ImageRegion, ...] = (),
) -> Finding:
    """Write down a signal; `score` says how much risk it adds (0..1)."""
    return Finding(
        detector=DETECTOR,
        kind=rule.kind,
        category=rule.category,
        rule=rule.id,
        rule_version=rule.version,
        model=None,
        score=score,
        reason=reason,
        spans=spans,
        regions=regions,
    )
