"""Finds prohibited statements in a listing's clauses by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detectors.claims.disclaimers import is_disclaimer
from detectors.claims.head import ClaimHead, ScoredClause
from detectors.claims.kinds import beyond_indication, is_exempt
from detectors.claims.quoting import quoted
from detectors.rules.phrases import FoldedWords, words_of
from detectors.rules.rule import Rule, RuleBook
from listings.finding import Finding, TextSpan

DETECTOR = "claims"

# "T" and "Quốc" claim nothing; one long word ("Superfake") may.
_FEWEST_WORDS = 2
_FEWEST_LETTERS = 8

# A second category beside the likeliest must be likely by itself. Between .5 and .8 the categories of authors held out
# come out alike (micro F1 .80 to .81).
_SECOND_FROM = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContext:
    """What a listing's clauses are judged in: what it sells and when it was captured."""

    kinds: frozenset[str]
    day: date


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely it is that a clause makes the claim that a rule forbids; `output` is the head's place for it."""

    output: int
    rule: Rule
    score: float


class ClaimDetector:
    """Turns the head's probabilities into findings, one for each claim of each clause."""

    def __init__(self, head: ClaimHead, rules: RuleBook, model: str) -> None:
        self._rules = [
            (place, rules.by_category[category])
            for place, category in enumerate(head.outputs)
            if category in rules.by_category
        ]
        self._model = model

    def find(self, scored: Sequence[ScoredClause], kinds: frozenset[str], day: date) -> list[Finding]:
        """Give the findings of one listing, of which `kinds` says what it sells and `day` when it was captured."""
        context = ClaimContext(kinds=kinds, day=day)
        return [finding for clause in scored for finding in self._of_clause(clause, context)]

    def doubt(self, scored: Sequence[ScoredClause]) -> float:
        """Say how close the nearest clause came to its rule's threshold: 1 on it, 0 at certainty either way."""
        likely = (one for clause in scored for one in likelihoods(clause, self._rules))
        read = (_margin(one.score, one.rule.suspected_from) for one in likely)
        # A screen does not say which category: the nearest threshold counts.
        lowest = min((rule.suspected_from for _, rule in self._rules), default=1.0)
        screened = (_margin(clause.screened, lowest) for clause in scored)
        return round(1 - min((*read, *screened), default=1.0), 4)

    def _of_clause(self, scored: ScoredClause, context: ClaimContext) -> list[Finding]:
        likely = [one for one in likelihoods(scored, self._rules) if one.score >= one.rule.suspected_from]
        if not likely or _too_short(scored):
            return []
        words = words_of(scored.placed.clause.text)
        if is_disclaimer(words):
            return []
        return [self._finding(scored, one, context.day) for one in likely if _counts(one.rule, words, context)]

    def _finding(self, scored: ScoredClause, likely: Likelihood, day: date) -> Finding:
        start, end = quoted(scored, likely.output)
        clause, rule = scored.placed.clause, likely.rule
        text = clause.text[start - clause.start : end - clause.start]
        return Finding(
            detector=DETECTOR,
            kind=rule.kind,
            category=rule.category,
            rule=rule.id,
            rule_version=rule.version,
            model=self._model,
            score=round(likely.score, 4),
            reason=rule.reason_on(day),
            spans=(TextSpan(field=clause.field, start=start, end=end, text=text),),
        )


def _margin(score: float, threshold: float) -> float:
    room = threshold if score < threshold else 1 - threshold
    return min(1.0, abs(score - threshold) / max(room, 1e-9))


def likelihoods(scored: ScoredClause, rules: Sequence[tuple[int, Rule]]) -> list[Likelihood]:
    """Give the clause's likeliest category with the probability of any claim, and others that are likely themselves."""
    row = scored.probabilities
    any_claim = float(row[0])
    likeliest = max((place for place, _ in rules), key=lambda place: float(row[place]), default=0)
    return [
        Likelihood(place, rule, any_claim if place == likeliest else min(any_claim, float(row[place])))
        for place, rule in rules
        if place == likeliest or row[place] >= _SECOND_FROM
    ]


def _too_short(scored: ScoredClause) -> bool:
    letters = sum(map(str.isalpha, scored.placed.clause.text))
    return len(scored.placed.words) < _FEWEST_WORDS and letters < _FEWEST_LETTERS


def _counts(rule: Rule, words: FoldedWords, context: ClaimContext) -> bool:
    if not rule.applies_on(context.day):
        return False
    if rule.category == "disease_cure" and "drug" in context.kinds and not beyond_indication(words):
        return False
    return not is_exempt(context.kinds, frozenset(rule.exempt_kinds), words)
