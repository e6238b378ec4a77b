"""A keyword system: regular expressions over folded text, with negations and kinds of goods looked at."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from benchmarks.claims.compared.threshold import best_threshold, some_of
from benchmarks.claims.labelled import Answer, Labelled, Quote
from detectors.claims.clauses import Clause, listing_clauses
from listings.folding import fold

_FILE = Path(__file__).with_name("keywords.toml")
_GAP = r"(?:\S+ ){0,5}?"
_WORDS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class _Book:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    unfolded: tuple[tuple[str, re.Pattern[str]], ...]
    denied: re.Pattern[str]
    denied_before: re.Pattern[str]
    spared_goods: re.Pattern[str]
    spared: frozenset[str]


@cache
def _book() -> _Book:
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    words: dict[str, str] = given["words"]
    return _Book(
        patterns=tuple(_compiled(given["patterns"], words)),
        unfolded=tuple(_compiled(given["unfolded"], {})),
        denied=re.compile(rf"\b{given['negation']['clause']}\b"),
        denied_before=re.compile(rf"\b{given['negation']['before']}\b"),
        spared_goods=re.compile(rf"\b{given['spared']['goods']}\b"),
        spared=frozenset(given["spared"]["categories"]),
    )


def _compiled(given: dict[str, list[str]], words: dict[str, str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for category, patterns in given.items():
        for pattern in patterns:
            written = pattern.replace("_", _GAP) if words else pattern
            for name, word in words.items():
                written = written.replace(name, word)
            yield category, re.compile(written)


def pattern_count() -> int:
    """Give how many patterns there are."""
    return len(_book().patterns) + len(_book().unfolded)


class Keywords:
    """Flags a listing in which at least `threshold` patterns are found."""

    name = "keywords"

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self.about = f"{pattern_count()} patterns, {threshold:g} or more of them"

    @classmethod
    def trained(cls, listings: Sequence[Labelled]) -> Self:
        """Choose the threshold on training listings."""
        chosen = some_of(listings)
        scores = [float(len(_found(labelled))) for labelled in chosen]
        # Where no pattern is found there is nothing to quote, so zero is no threshold.
        return cls(max(1.0, best_threshold(scores, [labelled.violating for labelled in chosen])))

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        """Give one answer per listing, quoting the clauses with a pattern."""
        return [self._answer(labelled) for labelled in listings]

    def _answer(self, labelled: Labelled) -> Answer:
        found = _found(labelled)
        return Answer(score=len(found), quotes=tuple(found) if len(found) >= self._threshold else ())


def _found(labelled: Labelled) -> list[Quote]:
    about = fold(labelled.title).text
    spared = _book().spared if _book().spared_goods.search(about) else frozenset()
    quotes = [
        Quote(category=category, text=clause.text)
        for clause in listing_clauses(labelled.listing)
        for category in _claims(clause)
        if category not in spared
    ]
    return list(dict.fromkeys(quotes))


def _claims(clause: Clause) -> Iterator[str]:
    book, folded = _book(), fold(clause.text)
    if book.denied.search(folded.text):
        return
    for category, pattern in book.patterns:
        if any(not _denied(clause.text, *folded.span(*match.span())) for match in pattern.finditer(folded.text)):
            yield category
    for category, pattern in book.unfolded:
        if pattern.search(clause.text):
            yield category


def _denied(text: str, start: int, end: int) -> bool:
    """Say whether a negation stands in the few words before a stretch that does not begin with one itself."""
    said, before = _composed(text[start:end]), " ".join(_composed(text[:start]).split()[-_WORDS_BEFORE:])
    negation = _book().denied_before
    return not negation.match(said) and bool(negation.search(before))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
