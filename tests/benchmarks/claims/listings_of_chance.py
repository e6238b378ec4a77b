"""Small labelled listings and answers, drawn by hypothesis or written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from benchmarks.claims.labelled import Answer, Labelled, Quote
from detectors.claims.examples import Category
from detectors.claims.labelled_listings import Passage

WORDS = ("chua khoi", "rep 1:1", "vai cotton", "giao nhanh", "khong hoa don", "no side effects", "mau xanh")
CATEGORIES: tuple[Category, ...] = ("disease_cure", "replica", "zero_risk")


def labelled(
    description: str,
    *passages: tuple[Category, str],
    also: Sequence[Category] = (),
    name: str = "a1",
    family: str = "a-1",
    title: str = "Title",
) -> Labelled:
    """Make a listing whose passages (category, text) stand in the description."""
    return Labelled(
        id=name,
        lang="en",
        style="offer",
        product="other",
        title=title,
        description=description,
        violating=bool(passages),
        labels=tuple(Passage(category=category, field="description", text=text) for category, text in passages),
        family=family,
        also=tuple(also),
    )


def answer(*quotes: tuple[str, str]) -> Answer:
    """Make an answer of (category, text)."""
    return Answer(score=1.0, quotes=tuple(Quote(category=category, text=text) for category, text in quotes))


@dataclass(frozen=True)
class _Drawn:
    words: list[str]
    marked: list[tuple[Category, int]]
    quoted: list[tuple[str, int]]
    also: list[Category]
    family: int


_PLACED = st.tuples(st.sampled_from(CATEGORIES), st.integers(0, 6))
_DRAWN = st.builds(
    _Drawn,
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    marked=st.lists(_PLACED, max_size=2),
    quoted=st.lists(_PLACED, max_size=3),
    also=st.lists(st.sampled_from(CATEGORIES), max_size=1),
    family=st.integers(0, 4),
)


def judged() -> st.SearchStrategy[tuple[list[Labelled], list[Answer]]]:
    """Draw listings with what some system says of them."""
    return st.lists(_DRAWN, min_size=1, max_size=8).map(_judged)


def _judged(drawn: list[_Drawn]) -> tuple[list[Labelled], list[Answer]]:
    listings = [
        labelled(
            ". ".join(one.words),
            *((category, one.words[place % len(one.words)]) for category, place in one.marked),
            also=one.also,
            name=f"x{number}",
            family=f"x-{one.family}",
        )
        for number, one in enumerate(drawn)
    ]
    answers = [answer(*((category, _quoted(one, place)) for category, place in one.quoted)) for one in drawn]
    return listings, answers


def _quoted(one: _Drawn, place: int) -> str:
    choices = [*one.words, ". ".join(one.words), "not there", ""]
    return choices[place % len(choices)]
