"""A health supplement's listing without the line that it is not a medicine."""

from __future__ import annotations

from detectors.rules.phrases import PhraseFinder, words_of
from detectors.rules.rule import Rule
from detectors.signals.signal import SignalContext, signal_finding
from listings.finding import Finding
from listings.subject import Subject

# Honest sellers omit the line often, so it adds little.
SCORE = 0.15

_LINE = PhraseFinder([
    "không phải là thuốc", "không phải thuốc", "không thay thế thuốc", "không có tác dụng thay thế",
    "not a medicine", "not intended to diagnose", "not intended to treat", "not medicine",
])  # fmt: skip


def missing_statutory_line(subject: Subject, context: SignalContext, rule: Rule) -> Finding | None:
    """Say that the line is missing where the listing evidently sells a supplement."""
    listing = subject.listing
    if "supplement" not in context.kinds:
        return None
    if any(_LINE.found_in(words_of(listing.text_of(field))) for field in ("title", "description")):
        return None
    return signal_finding(rule, SCORE, rule.reason_on(subject.captured_at.date()))
