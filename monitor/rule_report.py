"""A rule in words and as JSON, for the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from listings.ruling import RuleChange, RuleFigures
from listings.wording import Language
from monitor.terminal import say

if TYPE_CHECKING:
    from detectors.rules.rule import LegalBasis
    from review_ui.ruling import RuleSheet


def say_wording(sheet: RuleSheet, language: Language) -> None:
    """Print what a rule says: wording, who is competent, law, phrases, thresholds."""
    rule = sheet.rule
    say(f"{rule.id}: {rule.category}, severity {rule.severity}, {state_words(sheet)}")
    say(f"  look for: {rule.look_for.in_language(language)}")
    say(f"  reason: {rule.reason.in_language(language)}")
    for country, authority in rule.authority.items():
        say(f"  competent in {country}: {authority.in_language(language)}")
    for basis in sorted(rule.basis, key=lambda basis: basis.country not in rule.countries):
        say(f"  {_cited(basis)}{'' if basis.country in rule.countries else ', not applied here'}")
    for name, words in (("goods", rule.product_kinds), ("not", rule.exempt_kinds), ("phrases", rule.phrases)):
        if words:
            say(f"  {name}: {', '.join(words)}")
    if sheet.tried:
        say(f"  phrases on trial: {', '.join(sheet.tried)}")
    say(f"  suspected_from {rule.suspected_from:g}, phrase_score {rule.phrase_score:g}")
    if rule.threshold_note:
        say(f"    {rule.threshold_note.in_language(language)}")


def say_figures(sheet: RuleSheet) -> None:
    """Print what a rule found, and how right people found that."""
    tried = sheet.shadow
    say(f"  on trial: would have flagged {tried.flagged} listings, estimated precision {share_words(tried)}")
    said = f"{tried.decided} decided, {tried.confirmed} of them confirmed"
    say(f"    {said}; marked {tried.marked_right} right, {tried.marked_wrong} wrong")
    say(f"  in use: flagged {sheet.live.flagged} listings, upheld {share_words(sheet.live)}")


def change_words(change: RuleChange) -> str:
    """Say who set a rule's state and when, and what it had found until then."""
    before = f"{change.figures.flagged} listings found until then, right {share_words(change.figures)}"
    return f"set {change.state} by {change.user} at {change.at:%Y-%m-%d %H:%M}Z (version {change.version}; {before})"


def _cited(basis: LegalBasis) -> str:
    since = f", in force {basis.in_force}" if basis.in_force else ""
    until = f", until {basis.until}" if basis.until else ""
    return f"{basis.country or basis.platform}: {basis.cited('en')}{since}{until} ({basis.verified})"


def state_words(sheet: RuleSheet) -> str:
    """Give a rule's state, and how many of its phrases are tried."""
    return f"{sheet.state}, {len(sheet.tried)} phrases on trial" if sheet.tried else sheet.state


def share_words(figures: RuleFigures) -> str:
    """Give an estimated share with its interval."""
    found = figures.precision
    if found is None:
        return "not known"
    return f"{found.share:.0%} ({found.low:.0%} to {found.high:.0%}, {figures.right} of {figures.judged})"


def rule_record(sheet: RuleSheet) -> dict[str, object]:
    """Give a rule as JSON (docs/records.md)."""
    rule = sheet.rule
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity,
        "state": sheet.state,
        "built_in": sheet.built_in,
        "phrases_on_trial": sheet.tried,
        "look_for": rule.look_for,
        "reason": rule.reason,
        "law": [_law(basis) for basis in rule.basis],
        "version": rule.version,
        "shadow": _figures(sheet.shadow),
        "live": _figures(sheet.live),
    }


def change_record(change: RuleChange) -> dict[str, object]:
    """Give a change of a rule's state as JSON (docs/records.md)."""
    return asdict(change) | {"at": change.at, "figures": _figures(change.figures)}


def _law(basis: LegalBasis) -> dict[str, object]:
    days = {"in_force": basis.in_force, "until": basis.until}
    return asdict(basis) | {name: day.isoformat() if day else None for name, day in days.items()}


def _figures(figures: RuleFigures) -> dict[str, object]:
    return {
        "flagged": figures.flagged,
        "decided": figures.decided,
        "confirmed": figures.confirmed,
        "marked_right": figures.marked_right,
        "marked_wrong": figures.marked_wrong,
        "right": figures.right,
        "judged": figures.judged,
        "precision": figures.precision,
    }
