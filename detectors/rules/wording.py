"""Finds wordings that count by themselves, clause by clause, with exact offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from detectors.claims.clauses import Clause
from detectors.claims.kinds import is_exempt
from detectors.rules.phrases import FoldedWords, PhraseFinder, words_of
from detectors.rules.rule import Rule, RuleBook
from listings.finding import Finding, TextSpan

DETECTOR = "wording"


class WordingDetector:
    """Looks for the phrases of every rule that has some."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = [
            (rule, PhraseFinder(rule.phrases), PhraseFinder(rule.unless))
            for rule in rules.rules.values()
            if rule.phrases
        ]

    def find(self, clauses: Sequence[Clause], kinds: frozenset[str], day: date) -> list[Finding]:
        """Give at most one finding per rule: the first clause with one of its phrases."""
        read = [(clause, words_of(clause.text)) for clause in clauses]
        findings = []
        for rule, phrases, unless in self._rules:
            clause = _first(rule, phrases, unless, read, kinds) if rule.applies_on(day) else None
            if clause is not None:
                findings.append(_finding(rule, clause, day))
        return findings


def _first(
    rule: Rule,
    phrases: PhraseFinder,
    unless: PhraseFinder,
    read: Iterable[tuple[Clause, FoldedWords]],
    kinds: frozenset[str],
) -> Clause | None:
    for clause, words in read:
        said = phrases.found_in(words) and not unless.found_in(words)
        if said and not is_exempt(kinds, frozenset(rule.exempt_kinds), words):
            return clause
    return None


def _finding(rule: Rule, clause: Clause, day: date) -> Finding:
    return Finding(
        detector=DETECTOR,
        kind=rule.kind,
        category=rule.category,
        rule=rule.id,
        rule_version=rule.version,
        model=None,
        score=rule.phrase_score,
        reason=rule.reason_on(day),
        spans=(TextSpan(field=clause.field, start=clause.start, end=clause.end, text=clause.text),),
    )
