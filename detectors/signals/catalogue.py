"""All signals by the category of their rule. A new signal is one file, one rule and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from detectors.rules.rule import RuleBook
from detectors.signals.number_form import number_malformed
from detectors.signals.price import price_low
from detectors.signals.seller import seller_unlisted
from detectors.signals.signal import Signal, SignalContext
from detectors.signals.statutory_line import missing_statutory_line
from listings.finding import Finding
from listings.subject import Subject

SIGNALS: Mapping[str, Signal] = {
    "missing_statutory_line": missing_statutory_line,
    "number_malformed": number_malformed,
    "price_low": price_low,
    "seller_unlisted": seller_unlisted,
}


def find_signals(subject: Subject, context: SignalContext, rules: RuleBook) -> list[Finding]:
    """Give every signal of a listing whose rule applied on the day of capture."""
    day = subject.captured_at.date()
    findings = (
        signal(subject, context, rules.by_category[category])
        for category, signal in SIGNALS.items()
        if category in rules.by_category and rules.by_category[category].applies_on(day)
    )
    return [finding for finding in findings if finding is not None]
