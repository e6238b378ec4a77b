"""Writes verdicts as `soi check` gives them (the form is part of the contract)."""

from __future__ import annotations

from listings.finding import Finding, Verdict
from listings.wording import Language


def verdict_to_json(listing_id: str, verdict: Verdict, language: Language, model: str = "") -> dict[str, object]:
    """Give a verdict as `soi check` prints it, with its reasons in one language.

    `model` names the judge (`Judge.version`); empty: what the findings themselves name.
    """
    return {
        "id": listing_id,
        "violating": verdict.violating,
        "risk": verdict.risk,
        "labels": [_label(finding, language) for finding in verdict.labels],
        "signals": [_signal(finding, language) for finding in verdict.signals],
        "notes": list(verdict.notes),
        "model": model or next((finding.model for finding in verdict.findings if finding.model), ""),
    }


def _label(finding: Finding, language: Language) -> dict[str, object]:
    span = finding.spans[0] if finding.spans else None
    read = next((region.text for region in finding.regions if region.text), None)
    return {
        "category": finding.category,
        "rule": finding.rule,
        "field": span.field if span else "image" if read else None,
        "evidence": span.text if span else read,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "score": finding.score,
        "reason": finding.reason.in_language(language),
    }


def _signal(finding: Finding, language: Language) -> dict[str, object]:
    return {"kind": finding.category, "rule": finding.rule, "reason": finding.reason.in_language(language)}
