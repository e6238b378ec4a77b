"""Finds references by local features: cropped, framed, turned, photographed, or printed on other goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detectors.images.features import Features, picture_features
from detectors.images.geometry import align
from detectors.images.homography import Matrix, corners, placed
from detectors.images.layout import OTHER_COLOUR
from detectors.images.likeness import Likeness
from detectors.images.matches import Match, Picture
from detectors.images.reasons import MatchVerdict
from detectors.images.reference_set import Reference, ReferenceSet
from detectors.images.rendering import Pixels
from detectors.images.scores import feature_evidence, feature_score
from detectors.images.views import Box, covered
from detectors.images.voting import propose
from detectors.images.warping import lay_over

# Part of the picture that the reference must fill for it to be a copy and not something that contains one.
FILLS = 0.5
# Evidence by which one reference explains a place better than another, and the part that two places must share.
BETTER = 3.0
SAME_PLACE = 0.5


@dataclass(frozen=True, slots=True)
class _Laid:
    """A reference as it lies in a frame: its number, the evidence, and its box in pixels of the frame."""

    reference: int
    evidence: float
    verdict: MatchVerdict
    box: Box


class FeatureStage:
    """SIFT points vote for references; what they propose is fitted, laid over the picture and compared there."""

    name = "features"

    def __init__(self, references: ReferenceSet) -> None:
        self._named = references.references
        self._thumbnails = references.thumbnails
        self._index = references.feature_index

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the best match for each reference that lies somewhere in the picture."""
        best: dict[Reference, Match] = {}
        for frame in picture.decoded.frames:
            for match in self._in_frame(picture, frame):
                known = best.get(match.reference)
                if known is None or known.score < match.score:
                    best[match.reference] = match
        return tuple(best.values())

    def _in_frame(self, picture: Picture, frame: Pixels) -> list[Match]:
        features = picture_features(frame)
        found = [each for each in self._laid(frame, features, mirrored=False) if each.evidence >= 0]
        if not found:
            # Only a picture that shows nothing as it is, is looked at in the mirror.
            found = [each for each in self._laid(frame, features.mirrored(), mirrored=True) if each.evidence >= 0]
        return [self._match(picture, each) for each in _unexplained(found)]

    def _laid(self, frame: Pixels, features: Features, *, mirrored: bool) -> Iterator[_Laid]:
        for proposal in propose(features, self._index, mirrored=mirrored):
            known = self._index.features(proposal.reference)
            matrix = align(features, known, proposal, mirrored=mirrored)
            if matrix is None:
                continue
            like = lay_over(frame, self._thumbnails[proposal.reference].pixels(), known.frame, matrix)
            evidence = feature_evidence(
                votes=proposal.votes,
                blocks=like.agreeing,
                same=like.same,
                exact=like.exact,
                other_colour=like.other_colour,
            )
            box, filled = _place(matrix, known.frame, frame)
            yield _Laid(proposal.reference, evidence, _verdict(like, filled), box)

    def _match(self, picture: Picture, laid: _Laid) -> Match:
        return Match(
            reference=self._named[laid.reference],
            verdict=laid.verdict,
            score=feature_score(laid.evidence),
            stage=self.name,
            box=picture.original_box(laid.box),
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


def _verdict(like: Likeness, filled: float) -> MatchVerdict:
    if like.other_colour >= OTHER_COLOUR:
        return "variant"
    return "copy" if filled >= FILLS else "contains"
