"""Finds wordings that count unless the head is sure that the clause means no harm, with exact offsets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache

from detectors.claims.clauses import Clause
from detectors.claims.head import ScoredClause
from detectors.claims.kinds import is_exempt
from detectors.rules.phrases import FoldedWords, PhraseFinder, words_of
from detectors.rules.rule import Rule, RuleBook
from listings.finding import Finding, TextSpan

DETECTOR = "wording"

# "We do not sell reps" holds the phrase and denies it, so the head may excuse it. Of clauses with such a phrase in
# texts that the head has not seen, 11 of 12 honest ones are below .03, all 26 of the others at .05 or above.
HARMLESS_BELOW = 0.05


class WordingDetector:
    """Looks for the phrases of every rule that has some.

    `judged` are the categories that the head was trained on: of others (a workspace's own) it can excuse nothing.
    `model` names the head: what it excuses is not found.
    """

    def __init__(self, rules: RuleBook, judged: Collection[str], model: str) -> None:
        self._rules = [
            (rule, PhraseFinder(rule.phrases), PhraseFinder(rule.unless))
            for rule in rules.rules.values()
            if rule.phrases
        ]
        self._judged = frozenset(judged)
        self._model = model

    def find(self, scored: Sequence[ScoredClause], kinds: frozenset[str], day: date) -> list[Finding]:
        """Give at most one finding per rule: the first clause with one of its phrases that the head does not excuse."""
        doubtful = [one.placed.clause for one in scored if one.probabilities[0] >= HARMLESS_BELOW]
        every = [one.placed.clause for one in scored]
        words = cache(lambda clause: words_of(clause.text))
        findings = []
        for rule, phrases, unless in self._rules:
            clauses = doubtful if rule.category in self._judged else every
            read = ((clause, words(clause)) for clause in clauses)
            clause = _first(rule, phrases, unless, read, kinds) if rule.applies_on(day) else None
            if clause is not None:
                findings.append(_finding(rule, clause, day, self._model if rule.category in self._judged else None))
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


def _finding(rule: Rule, clause: Clause, day: date, model: str | None) -> Finding:
    return Finding(
        detector=DETECTOR,
        kind=rule.kind,
        category=rule.category,
        rule=rule.id,
        rule_version=rule.version,
        model=model,
        score=rule.phrase_score,
        reason=rule.reason_on(day),
        spans=(TextSpan(field=clause.field, start=clause.start, end=clause.end, text=clause.text),),
    )
