"""What the clause-by-clause systems share: from scored clauses to an answer on the listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims.labelled import Answer, Labelled, Quote
from detectors.claims.clauses import listing_clauses

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutListings:
    """The clauses of several listings, one below the other."""

    texts: tuple[str, ...]
    owner: NDArray[np.intp]
    """[clauses]: which listing each belongs to."""


def cut(listings: Sequence[Labelled]) -> CutListings:
    """Cut listings into clauses as Soi does, so that nobody wins by cutting."""
    cuts = [
        (clause.text, place) for place, labelled in enumerate(listings) for clause in listing_clauses(labelled.listing)
    ]
    return CutListings(texts=tuple(text for text, _ in cuts), owner=np.array([place for _, place in cuts], np.intp))


def listing_scores(clauses: CutListings, scores: Scores, listings: int) -> Scores:
    """Give each listing the score of its most suspicious clause; minus infinity where it has none."""
    best = np.full(listings, -np.inf)
    np.maximum.at(best, clauses.owner, scores)
    return best


def answers(
    clauses: CutListings, scores: Scores, categories: Sequence[str], threshold: float, listings: int
) -> list[Answer]:
    """Quote every clause that reaches the threshold, with the category chosen for it ([clauses])."""
    quotes: list[list[Quote]] = [[] for _ in range(listings)]
    for place in np.flatnonzero(scores >= threshold).tolist():
        quotes[clauses.owner[place]].append(Quote(category=categories[place], text=clauses.texts[place]))
    best = listing_scores(clauses, scores, listings)
    return [Answer(score=float(score), quotes=tuple(quoted)) for score, quoted in zip(best, quotes, strict=True)]
