"""Shortens listings to a few clauses: the corpus's are long, and the model must also know a claim that stands alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from detectors.claims.clauses import clause_spans
from detectors.claims.training.targets import Marked, MarkedPassage

_SHARE: Final = 0.25
_MOST_CLAUSES: Final = 4
# What makes an honest text honest may stand in the next clause: it keeps more of its neighbours, and its title.
_FEWEST_HONEST: Final = 2
_UNTITLED: Final = 0.3


def cropped(marked: Marked, random: Random) -> Marked:
    """Give the text with a few neighbouring clauses of its description, or (mostly) as it is."""
    spans = list(clause_spans(marked.description))
    if random.random() >= _SHARE or len(spans) <= _FEWEST_HONEST:
        return marked
    described = [passage for passage in marked.passages if passage[1] == "description"]
    anchor = _clause_of(random.choice(described), spans) if described else random.randrange(len(spans))
    count = random.randint(1 if described else _FEWEST_HONEST, _MOST_CLAUSES)
    first = max(0, min(anchor - random.randrange(count), len(spans) - count))
    start, end = spans[first][0], spans[min(first + count, len(spans)) - 1][1]
    titled = any(passage[1] == "title" for passage in marked.passages)
    return replace(
        marked,
        title="" if described and not titled and random.random() < _UNTITLED else marked.title,
        description=marked.description[start:end],
        passages=tuple(kept for passage in marked.passages for kept in _moved(passage, start, end)),
    )


def _clause_of(passage: MarkedPassage, spans: list[tuple[int, int]]) -> int:
    """Give the place of the clause that holds most of a passage."""
    return max(range(len(spans)), key=lambda n: min(spans[n][1], passage[3]) - max(spans[n][0], passage[2]))


def _moved(passage: MarkedPassage, start: int, end: int) -> list[MarkedPassage]:
    category, field, first, last = passage
    if field == "title":
        return [passage]
    first, last = max(first, start), min(last, end)
    return [(category, field, first - start, last - start)] if first < last else []
