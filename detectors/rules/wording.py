"""Finds wordings that count unless the head is sure that the clause means no harm, with exact offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from detectors.claims.clauses import Clause
from detectors.claims.head import Floats
from detectors.claims.kinds import is_exempt
from detectors.rules.phrases import FoldedWords, PhraseFinder, words_of
from detectors.rules.rule import Rule, RuleBook
from listings.finding import Finding, TextSpan

DETECTOR = "wording"

# "We do not sell reps" holds the phrase and denies it, so the head may excuse it. Of 97 corpus clauses with such a
# phrase, judged by heads that had not seen their family, the honest ones drop from 23 to 11, the claims from 74 to 70.
HARMLESS_BELOW = 0.2


class WordingDetector:
    """Looks for the phrases of every rule that has some."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = [
            (rule, PhraseFinder(rule.phrases), PhraseFinder(rule.unless))
            for rule in rules.rules.values()
            if rule.phrases
        ]

    def find(
        self, clauses: Sequence[Clause], probabilities: Mapping[str, Floats], kinds: frozenset[str], day: date
    ) -> list[Finding]:
        """Give at most one finding per rule: the first clause with one of its phrases that the head does not excuse."""
        doubtful = (clause for clause in clauses if probabilities[clause.text][0] >= HARMLESS_BELOW)
        read = [(clause, words_of(clause.text)) for clause in doubtful]
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
