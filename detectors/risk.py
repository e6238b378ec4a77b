"""How a listing's findings add up to one risk.

Every finding is read as an independent chance that something is wrong: risk = 1 - product of (1 - weight * score),
so another finding never lowers it. Labels weigh by their rule's severity; signals weigh little, and all of them
together stay below the least label that queues, so that signals alone never look like one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from detectors.rules.rule import RuleBook
from listings.finding import Finding

_SEVERITY_WEIGHT: Mapping[int, float] = {1: 0.6, 2: 0.85, 3: 0.95}
_SIGNAL_WEIGHT = 0.6
_MOST_FROM_SIGNALS = 0.5
LEAST_WITH_LABEL = 0.5


def listing_risk(findings: Iterable[Finding], rules: RuleBook) -> float:
    """Give a listing's risk in 0..1: at least LEAST_WITH_LABEL with a label, below it without."""
    found = list(findings)
    labels = _either(_label_weight(finding, rules) for finding in found if finding.kind == "label")
    signals = _either(_SIGNAL_WEIGHT * finding.score for finding in found if finding.kind == "signal")
    added = min(signals, 0.98) * _MOST_FROM_SIGNALS
    if not any(finding.kind == "label" for finding in found):
        return round(added, 4)
    base = LEAST_WITH_LABEL + (1 - LEAST_WITH_LABEL) * labels
    return round(1 - (1 - base) * (1 - added), 4)


def _label_weight(finding: Finding, rules: RuleBook) -> float:
    rule = rules.rules.get(finding.rule) or rules.by_category.get(finding.category)
    return finding.score * _SEVERITY_WEIGHT.get(rule.severity if rule else 1, _SEVERITY_WEIGHT[1])


def _either(chances: Iterable[float]) -> float:
    return 1 - prod(1 - min(max(chance, 0.0), 1.0) for chance in chances)
