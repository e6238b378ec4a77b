"""Soi's own cascade."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from benchmarks.images.methods.method import Answer, Official, Query
from detectors.images.match import ImageMatcher
from detectors.images.reference_set import ReferencePicture, ReferenceSet
from detectors.images.scores import DEFAULT_THRESHOLD


class Soi:
    """Asks the cascade as it is shipped: what it does not match has no score."""

    name = "Soi"
    slow = False

    def __init__(self, officials: Iterable[Official]) -> None:
        """Build the references one by one, so that any number fits into memory."""
        self.matcher = ImageMatcher(ReferenceSet.build(_reference(official) for official in officials))
        self._places = {reference.path: place for place, reference in enumerate(self.matcher.references.references)}

    @property
    def about(self) -> str:
        """Name the cascade."""
        return f"cascade {self.matcher.version.partition('-')[0]}, matches from {DEFAULT_THRESHOLD:g} on"

    @property
    def kept(self) -> tuple[str, ...]:
        """Give the names of the references that were neither refused nor merged, in the order of the scores."""
        return tuple(self._places)

    def answer(self, query: Query) -> Answer:
        """Score every reference that was kept."""
        match = self.matcher.match(query.content)
        scores = np.zeros(len(self._places), dtype=np.float32)
        for found in match.matches:
            scores[self._places[found.reference.path]] = found.score
        variants = frozenset(self._places[f.reference.path] for f in match.matches if f.verdict == "variant")
        return Answer(scores=scores, variants=variants, usable=match.usable)


def _reference(official: Official) -> ReferencePicture:
    return ReferencePicture(
        path=official.picture.name,
        brand=official.picture.group,
        product=None,
        digest=hashlib.sha256(official.content).hexdigest(),
        content=official.content,
    )
