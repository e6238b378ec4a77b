"""Finds prohibited statements in a listing's clauses by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detectors.claims.clauses import Clause
from detectors.claims.disclaimers import is_disclaimer
from detectors.claims.head import ClaimHead, Floats
from detectors.claims.kinds import beyond_indication, is_exempt
from detectors.rules.phrases import FoldedWords, words_of
from detectors.rules.rule import Rule, RuleBook
from listings.finding import Finding, TextSpan

DETECTOR = "claims"

# Categories whose rule asks for at least this much stand alone; the others' probabilities are taken together, because
# a veiled claim spreads over its neighbours (a story of a cure is a testimonial and a cure).
_STANDS_ALONE = 0.6
_TOGETHER_FROM = 0.45
# "T" and "Quốc" claim nothing.
_FEWEST_WORDS = 2


# From which probability of any claim a clause is looked at. Chosen with the listings of two authors held out (F1 .876
# at .35, .856 at .45, .835 at .55), with the sample marketplace's figures in sight. It asks reviewers to look at more
# ordinary goods than one would like (corpus/README.md): missing a promise to cure costs more than one shoe advert read.
SUSPECTED_FROM = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContext:
    """What a listing's clauses are judged in: what it sells and when it was captured."""

    kinds: frozenset[str]
    day: date


class ClaimDetector:
    """Turns the head's probabilities into findings, one per category with its best clause."""

    def __init__(self, head: ClaimHead, rules: RuleBook, model: str) -> None:
        self._rules = [
            (place, rules.by_category[category])
            for place, category in enumerate(head.outputs)
            if category in rules.by_category
        ]
        self._model = model

    def find(
        self, clauses: Sequence[Clause], probabilities: Mapping[str, Floats], kinds: frozenset[str], day: date
    ) -> list[Finding]:
        """Give the findings of one listing, of which `kinds` says what it sells and `day` when it was captured."""
        context = ClaimContext(kinds=kinds, day=day)
        best: dict[str, Finding] = {}
        for clause in clauses:
            for finding in self._of_clause(clause, probabilities[clause.text], context):
                if finding.category not in best or best[finding.category].score < finding.score:
                    best[finding.category] = finding
        return list(best.values())

    def _of_clause(self, clause: Clause, row: Floats, context: ClaimContext) -> list[Finding]:
        if row[0] < SUSPECTED_FROM or len(clause.text.split()) < _FEWEST_WORDS:
            return []
        words = words_of(clause.text)
        if is_disclaimer(words):
            return []
        allowed = [(float(row[place]), rule) for place, rule in self._rules if _counts(rule, words, context)]
        return [self._finding(clause, rule, score, context.day) for score, rule in _suspected(allowed)]

    def _finding(self, clause: Clause, rule: Rule, score: float, day: date) -> Finding:
        return Finding(
            detector=DETECTOR,
            kind=rule.kind,
            category=rule.category,
            rule=rule.id,
            rule_version=rule.version,
            model=self._model,
            score=round(score, 4),
            reason=rule.reason_on(day),
            spans=(TextSpan(field=clause.field, start=clause.start, end=clause.end, text=clause.text),),
        )


def _suspected(scored: Sequence[tuple[float, Rule]]) -> list[tuple[float, Rule]]:
    """Give the categories that reach their rule's probability, or the likeliest where they reach one together."""
    reached = [(score, rule) for score, rule in scored if score >= rule.suspected_from]
    if reached:
        return reached
    neighbours = [(score, rule) for score, rule in scored if rule.suspected_from < _STANDS_ALONE]
    if sum(score for score, _ in neighbours) >= _TOGETHER_FROM:
        return [max(neighbours, key=lambda pair: pair[0])]
    return []


def _counts(rule: Rule, words: FoldedWords, context: ClaimContext) -> bool:
    if not rule.applies_on(context.day):
        return False
    if rule.category == "disease_cure" and "drug" in context.kinds and not beyond_indication(words):
        return False
    return not is_exempt(context.kinds, frozenset(rule.exempt_kinds), words)
