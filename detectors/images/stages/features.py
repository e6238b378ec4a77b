"""Finds references by local features: cropped, framed, turned, photographed, or printed on other goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from detectors.images.colours import is_recoloured
from detectors.images.features import Features, enlarged, picture_features
from detectors.images.geometry import align
from detectors.images.homography import Matrix, corners, placed
from detectors.images.likeness import agreement, likeness
from detectors.images.matches import Match, Picture, Place
from detectors.images.panels import shown_on_a_page
from detectors.images.reasons import MatchVerdict
from detectors.images.reference_set import Reference, ReferenceSet
from detectors.images.registration import register
from detectors.images.rendering import Pixels
from detectors.images.scores import contradiction, evident, feature_evidence, worth_registering
from detectors.images.uncovered import uncovered
from detectors.images.views import Box, covered
from detectors.images.voting import propose
from detectors.images.warping import Pyramid, lay_over

# Part of the picture that the reference must fill for it to be a copy and not something that contains one.
FILLS = 0.5
# Evidence by which one reference explains a place better than another, and the part that two places must share.
BETTER = 3.0
SAME_PLACE = 0.5
# Pixels by which a block may lie elsewhere, before and after the reference is registered.
ROUGHLY = 2
EXACTLY = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A reference as it lies in a frame: its number, the evidence, its box in the frame, and the part that it fills.

    `matrix`: from its unit square to the frame.
    """

    reference: int
    evidence: float
    recoloured: bool
    box: Box
    filled: float
    matrix: Matrix

    @property
    def verdict(self) -> MatchVerdict:
        if self.recoloured:
            return "variant"
        return "copy" if self.filled >= FILLS else "contains"


class FeatureStage:
    """SIFT points vote for references; what they propose is fitted, registered, and compared there."""

    name = "local"

    def __init__(self, references: ReferenceSet) -> None:
        self._named = references.references
        self._thumbnails = references.thumbnails
        self._index = references.feature_index

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the best match for each reference that lies somewhere in the picture."""
        best: dict[Reference, Match] = {}
        for frame in range(len(picture.decoded.frames)):
            for match in self._in_frame(picture, frame):
                known = best.get(match.reference)
                if known is None or known.score < match.score:
                    best[match.reference] = match
        return tuple(best.values())

    def _in_frame(self, picture: Picture, number: int) -> list[Match]:
        frame = picture.decoded.frames[number]
        found = self._anywhere(picture.pyramids[number]) or [
            each for box in shown_on_a_page(frame) for each in self._inside(frame, box)
        ]
        return [self._match(picture, number, each) for each in _unexplained(found)]

    def _inside(self, frame: Pixels, box: Box) -> Iterator[_Laid]:
        """Give what lies in a part of a frame, read at the size of a whole."""
        x, y, width, height = box
        part, grown = enlarged(np.ascontiguousarray(frame[y : y + height, x : x + width]))
        filled = width * height / (frame.shape[0] * frame.shape[1])
        whole = np.array([[1 / grown, 0, x], [0, 1 / grown, y], [0, 0, 1]])
        for each in self._anywhere(Pyramid(part)):
            left, top, wide, high = (round(side / grown) for side in each.box)
            yield replace(
                each, box=(x + left, y + top, wide, high), filled=each.filled * filled, matrix=whole @ each.matrix
            )

    def _anywhere(self, pyramid: Pyramid) -> list[_Laid]:
        features = picture_features(pyramid.frame)
        # Only a picture that shows nothing as it is, is looked at in the mirror.
        return list(self._laid(pyramid, features, mirrored=False)) or list(
            self._laid(pyramid, features.mirrored(), mirrored=True)
        )

    def _laid(self, pyramid: Pyramid, features: Features, *, mirrored: bool) -> Iterator[_Laid]:
        """Give what lies in a frame after all."""
        for proposal in propose(features, self._index, mirrored=mirrored):
            known = self._index.features(proposal.reference)
            matrix = align(features, known, proposal, mirrored=mirrored)
            if matrix is None:
                continue
            official = self._thumbnails[proposal.reference].pixels()
            rough = agreement(lay_over(pyramid, official, known.frame, matrix), ROUGHLY)
            if not worth_registering(votes=proposal.votes, blocks=rough.agreeing, same=rough.same, exact=rough.exact):
                continue
            matrix = register(pyramid, official, known.frame, matrix)
            laid = lay_over(pyramid, official, known.frame, matrix)
            under = uncovered(laid, EXACTLY)
            bare = feature_evidence(votes=proposal.votes, blocks=under.agreeing, same=under.same, exact=under.exact)
            if bare < 0:
                continue
            like = likeness(laid, EXACTLY)
            evidence = bare - contradiction(other_colour=like.other_colour, otherwise=like.otherwise)
            if evidence >= 0:
                box, filled = _place(matrix, known.frame, pyramid.frame)
                square = matrix @ np.diag([*known.frame, 1.0])
                yield _Laid(proposal.reference, evidence, is_recoloured(like.other_colour), box, filled, square)

    def _match(self, picture: Picture, frame: int, laid: _Laid) -> Match:
        return Match(
            reference=self._named[laid.reference],
            verdict=laid.verdict,
            score=evident(laid.evidence),
            stage=self.name,
            box=picture.original_box(laid.box),
            place=Place(frame=frame, matrix=laid.matrix),
        )


def _unexplained(found: list[_Laid]) -> list[_Laid]:
    """Leave out what resembles a place that another reference explains far better: goods of one design."""
    return [each for each in found if not any(_explains(better, each) for better in found)]


def _explains(better: _Laid, other: _Laid) -> bool:
    # Both ways, so that a mark on goods is not explained away by a picture of those goods.
    same_place = min(covered(better.box, other.box), covered(other.box, better.box)) >= SAME_PLACE
    return same_place and better.evidence - other.evidence > BETTER


def _place(matrix: Matrix, size: tuple[int, int], frame: Pixels) -> tuple[Box, float]:
    """Give the box around the reference inside the frame, and the part of the frame that the reference fills."""
    height, width = frame.shape[:2]
    outline = np.clip(placed(matrix, corners(size)), 0, (width, height))
    x0, y0 = (int(value) for value in np.floor(outline.min(axis=0)))
    x1, y1 = (int(value) for value in np.ceil(outline.max(axis=0)))
    x, y = outline.T
    area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return (x0, y0, x1 - x0, y1 - y0), area / (width * height)
