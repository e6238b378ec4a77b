"""Finds references whose hash is near, then looks at the aligned pictures block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from detectors.images.alignment import reference_box, stretch
from detectors.images.hashes import ORIENTATIONS, distance, phash, turned
from detectors.images.layout import Agreement, Layout, compare
from detectors.images.matches import Match, Picture
from detectors.images.reasons import MatchVerdict
from detectors.images.reference_set import Reference, ReferenceSet, ReferenceView
from detectors.images.scores import hash_score
from detectors.images.views import View

# Wide, because text over a picture moves it 46 bits in the median; the blocks decide. 68 was the nearest other picture.
RADIUS = 84
# Looking at one pair takes 0.1 ms; the nearest pairs are looked at.
MOST_PAIRS = 64
# No shop stretches a picture by more; squeezing to a square would hide it.
MOST_STRETCHED = 1.5
# Bits of phash at which a drawing too sparse for blocks counts as not the same.
PHASH_UNLIKE = 64
# Part of the picture that the reference must fill for it to be a copy and not something that contains one.
FILLS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    view: View
    reference: ReferenceView
    orientation: int
    score: float
    agreement: Agreement


class HashStage:
    """PDQ within a radius, in all eight orientations, confirmed by layout, or by phash where too little is drawn."""

    name = "hash"

    def __init__(self, references: ReferenceSet) -> None:
        self._references = references

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the best match for each reference that is near."""
        best: dict[Reference, _Pair] = {}
        for pair in self._pairs(picture):
            known = best.get(pair.reference.reference)
            if known is None or known.score < pair.score:
                best[pair.reference.reference] = pair
        return tuple(self._match(picture, pair) for pair in best.values())

    def _pairs(self, picture: Picture) -> Iterator[_Pair]:
        @cache
        def aligned(query: int) -> Layout:
            number, orientation = divmod(query, ORIENTATIONS)
            return Layout.of(turned(picture.views[number].square, orientation))

        hashes = np.concatenate([view.pdq for view in picture.views])
        for near in self._references.index.search(hashes, RADIUS)[:MOST_PAIRS]:
            number, orientation = divmod(near.query, ORIENTATIONS)
            view, reference = picture.views[number], self._references.views[near.row]
            if stretch(view, reference, orientation) > MOST_STRETCHED:
                continue
            agreement = compare(aligned(near.query), reference.layout)
            same = _sparse(view, reference, orientation) if agreement.same is None else agreement.same
            yield _Pair(view, reference, orientation, hash_score(same, near.distance), agreement)

    def _match(self, picture: Picture, pair: _Pair) -> Match:
        height, width = picture.decoded.pixels.shape[:2]
        box = reference_box(pair.view, pair.reference, pair.orientation, (width, height))
        filled = box[2] * box[3] / (width * height)
        return Match(
            reference=pair.reference.reference,
            verdict=_verdict(pair.agreement, filled),
            score=pair.score,
            stage=self.name,
            box=picture.original_box(box),
        )


def _sparse(view: View, reference: ReferenceView, orientation: int) -> float:
    unlike = distance(phash(turned(view.square, orientation)), reference.phash)
    return max(0.0, 1 - unlike / PHASH_UNLIKE)


def _verdict(agreement: Agreement, filled: float) -> MatchVerdict:
    if agreement.recoloured:
        return "variant"
    return "copy" if filled >= FILLS else "contains"
