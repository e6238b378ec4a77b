"""Finds references whose hash is near, then looks at the aligned pictures block by block."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.images.hashes import distance, phash, turned
from detectors.images.matches import Match, Picture
from detectors.images.pairing import Pair, best_matches, pairs
from detectors.images.reference_set import ReferenceSet
from detectors.images.scores import hash_score

# Bits of phash at which a drawing too sparse for blocks counts as not the same.
PHASH_UNLIKE = 64


class HashStage:
    """PDQ within a radius, in all eight orientations, confirmed by layout, or by phash where too little is drawn."""

    name = "hash"

    def __init__(self, references: ReferenceSet) -> None:
        self._references = references

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the best match for each reference that is near."""
        return best_matches(picture, self._scored(picture), self.name)

    def _scored(self, picture: Picture) -> Iterator[tuple[Pair, float]]:
        for pair in pairs(picture.views, self._references):
            same = _sparse(pair) if pair.agreement.same is None else pair.agreement.same
            yield pair, hash_score(same, pair.distance)


def _sparse(pair: Pair) -> float:
    unlike = distance(phash(turned(pair.view.square, pair.orientation)), pair.reference.phash)
    return max(0.0, 1 - unlike / PHASH_UNLIKE)
