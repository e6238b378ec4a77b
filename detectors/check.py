"""Writes verdicts as `soi check` gives them (the form is part of the contract)."""

from __future__ import annotations

from collections.abc import Iterator

from listings.finding import Finding, Verdict
from listings.wording import Language

_Passage = tuple[str | None, str | None, int | None, int | None]
"""Field, text, start and end."""


def verdict_to_json(listing_id: str, verdict: Verdict, language: Language, model: str = "") -> dict[str, object]:
    """Give a verdict as `soi check` prints it, with its reasons in one language.

    `model` names the judge (`Judge.version`); empty: what the findings themselves name.
    """
    return {
        "id": listing_id,
        "violating": verdict.violating,
        "risk": verdict.risk,
        "labels": [label for finding in verdict.labels for label in _labels(finding, language)],
        "signals": [_signal(finding, language) for finding in verdict.signals],
        "notes": list(verdict.notes),
        "model": model or next((finding.model for finding in verdict.findings if finding.model), ""),
    }


def _labels(finding: Finding, language: Language) -> Iterator[dict[str, object]]:
    """Give a label for every passage quoted, or one that quotes nothing."""
    written: list[_Passage] = [(span.field, span.text, span.start, span.end) for span in finding.spans]
    read: list[_Passage] = [("image", region.text, None, None) for region in finding.regions if region.text]
    for field, evidence, start, end in [*written, *read] or [(None, None, None, None)]:
        yield {
            "category": finding.category,
            "rule": finding.rule,
            "field": field,
            "evidence": evidence,
            "start": start,
            "end": end,
            "score": finding.score,
            "reason": finding.reason.in_language(language),
        }


def _signal(finding: Finding, language: Language) -> dict[str, object]:
    return {"kind": finding.category, "rule": finding.rule, "reason": finding.reason.in_language(language)}
