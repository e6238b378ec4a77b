"""Pairs a picture's views with the references whose hash is near, and looks at each pair block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from detectors.images.alignment import placement, reference_box, stretch
from detectors.images.colours import is_recoloured
from detectors.images.hashes import ORIENTATIONS, turned
from detectors.images.homography import Matrix
from detectors.images.layout import Agreement, Layout, compare
from detectors.images.matches import Match, Picture, Place
from detectors.images.reasons import MatchVerdict
from detectors.images.reference_set import Reference, ReferenceSet, ReferenceView
from detectors.images.views import View

# Wide, because text over a picture moves it 46 bits in the median; the blocks decide. 68 was the nearest other picture.
RADIUS = 84
# Looking at one pair takes 0.1 ms; the nearest pairs are looked at.
MOST_PAIRS = 64
# No shop stretches a picture by more; squeezing to a square would hide it.
MOST_STRETCHED = 1.5
# Part of the picture that the reference must fill for it to be a copy and not something that contains one.
FILLS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A view that a reference may lie in: which way round, how many bits apart, and how their blocks compare."""

    view: View
    reference: ReferenceView
    orientation: int
    distance: int
    agreement: Agreement

    def match(self, picture: Picture, score: float, stage: str, other_colour: float) -> Match:
        """Say that the reference lies there, that share of its blocks in another colour."""
        height, width = picture.decoded.pixels.shape[:2]
        box = reference_box(self.view, self.reference, self.orientation, (width, height))
        return Match(
            reference=self.reference.reference,
            verdict=_verdict(box[2] * box[3] / (width * height), other_colour),
            score=score,
            stage=stage,
            box=picture.original_box(box),
            place=Place(frame=self.view.frame, matrix=self.placement((1, 1))),
        )

    def placement(self, size: tuple[int, int]) -> Matrix:
        """Give how the whole reference, with a frame of a size (width, height), lies in the frame of the view."""
        return placement(self.view, self.reference, self.orientation, size)


def pairs(
    views: Sequence[View], references: ReferenceSet, radius: int = RADIUS, most: int = MOST_PAIRS
) -> Iterator[Pair]:
    """Give the pairs of views (at least one) and references within a radius in any orientation, nearest first."""

    @cache
    def aligned(query: int) -> Layout:
        number, orientation = divmod(query, ORIENTATIONS)
        return Layout.of(turned(views[number].square, orientation))

    hashes = np.concatenate([view.pdq for view in views])
    for near in references.index.search(hashes, radius)[:most]:
        number, orientation = divmod(near.query, ORIENTATIONS)
        view, reference = views[number], references.views[near.row]
        if stretch(view, reference, orientation) <= MOST_STRETCHED:
            agreement = compare(aligned(near.query), reference.layout)
            yield Pair(view, reference, orientation, near.distance, agreement)


def best_matches(picture: Picture, scored: Iterator[tuple[Pair, float]], stage: str) -> tuple[Match, ...]:
    """Give one match for each reference: that of its best pair."""
    best: dict[Reference, tuple[Pair, float]] = {}
    for pair, score in scored:
        known = best.get(pair.reference.reference)
        if known is None or known[1] < score:
            best[pair.reference.reference] = pair, score
    return tuple(pair.match(picture, score, stage, pair.agreement.other_colour) for pair, score in best.values())


def _verdict(filled: float, other_colour: float) -> MatchVerdict:
    if is_recoloured(other_colour):
        return "variant"
    return "copy" if filled >= FILLS else "contains"
