"""Findings as rows of a judgement."""

from __future__ import annotations

from listings.finding import Finding
from store.codec import finding_json
from store.models.judging import FindingRow


def finding_row(judgement_id: int, finding: Finding) -> FindingRow:
    """Give the row of a judgement's finding."""
    return FindingRow(
        judgement_id=judgement_id,
        kind=finding.kind,
        category=finding.category,
        rule=finding.rule,
        score=finding.score,
        record=finding_json(finding),
    )
