"""Zero-shot: is a clause nearer to a prohibited sentence than to an honest one? Only the threshold is trained."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims.compared.clausewise import CutListings, Scores, answers, cut, listing_scores
from benchmarks.claims.compared.sentence_model import SentenceModel
from benchmarks.claims.compared.threshold import best_threshold, some_of
from benchmarks.claims.labelled import Answer, Labelled

_FILE = Path(__file__).with_name("prototypes.toml")


class Prototypes:
    """Highest cosine to a category's sentences, less the highest to the honest ones."""

    name = "zero-shot prototypes"

    def __init__(self, model: SentenceModel, threshold: float) -> None:
        self._model = model
        self._threshold = threshold
        given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        self._honest = model.encode(given["honest"])
        sentences = [(category, text) for category, texts in given["prohibited"].items() for text in texts]
        self._categories = [category for category, _ in sentences]
        self._prohibited = model.encode([text for _, text in sentences])
        self.about = f"e5-small fp32, {len(sentences)} + {len(self._honest)} sentences, threshold {threshold:.3f}"

    @classmethod
    def trained(cls, model: SentenceModel, listings: Sequence[Labelled]) -> Self:
        """Choose the threshold on training listings."""
        chosen = some_of(listings)
        pieces = cut(chosen)
        scores, _ = cls(model, 0.0).scored(pieces)
        best = listing_scores(pieces, scores, len(chosen))
        return cls(model, best_threshold(best.tolist(), [labelled.violating for labelled in chosen]))

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        """Give one answer per listing, quoting the clauses from the threshold on."""
        pieces = cut(listings)
        scores, nearest = self.scored(pieces)
        categories = [self._categories[place] for place in nearest]
        return answers(pieces, scores, categories, self._threshold, len(listings))

    def scored(self, pieces: CutListings) -> tuple[Scores, NDArray[np.intp]]:
        """Give each clause its score, and the place of the prohibited sentence nearest to it."""
        rows = self._model.encode(pieces.texts)
        near = rows @ self._prohibited.T
        scores = near.max(axis=1) - (rows @ self._honest.T).max(axis=1)
        return scores.astype(np.float64), near.argmax(axis=1)
