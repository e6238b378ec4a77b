"""Holds each match up to the light: lays the reference over the picture once more, at its full size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detectors.images.likeness import Laid
from detectors.images.matches import Match, Picture
from detectors.images.recolouring import is_another_colour
from detectors.images.redrawn import redrawn
from detectors.images.reference_set import ReferenceSet
from detectors.images.registration import register
from detectors.images.scores import borne_out, less_what_is_redrawn
from detectors.images.thumbnail import LONGEST
from detectors.images.uncovered import uncovered
from detectors.images.warping import lay_over

# The stages that a hash leads to the reference; local features have laid it over already.
BY_HASH = frozenset({"hash", "panel"})
# Pixels by which a block may lie elsewhere after registering.
MOVED = 1


class Examination:
    """Looks for what the stages are too coarse to see: other letters in the same style, another flavour's colours.

    A hash that is near without being very near must be borne out by pixels, too.

    Only what matches is looked at: a match costs 25 to 80 ms, a picture that shows no reference nothing.
    """

    def __init__(self, references: ReferenceSet) -> None:
        self._references = references

    def of(self, picture: Picture, match: Match) -> Match:
        """Give the match with the score and the verdict that it deserves; the very same file as it is."""
        if match.place is None:
            return match
        official, size = self._references.official(match.reference)
        pyramid = picture.pyramids[match.place.frame]
        matrix = match.place.matrix @ np.diag([1 / size[0], 1 / size[1], 1.0])
        # The better of both: registering draws a few along, as a bar over a word does.
        registered = register(pyramid, official, size, matrix, LONGEST)
        elsewhere = redrawn(lay_over(pyramid, official, size, registered, LONGEST))
        if elsewhere:
            elsewhere = min(elsewhere, redrawn(lay_over(pyramid, official, size, matrix, LONGEST)))
        laid = lay_over(pyramid, official, size, registered)
        return replace(
            match,
            score=less_what_is_redrawn(_borne_out(match, laid), elsewhere),
            verdict="variant" if is_another_colour(laid) else match.verdict,
        )


def _borne_out(match: Match, laid: Laid) -> float:
    if match.stage not in BY_HASH:
        return match.score
    under = uncovered(laid, MOVED)
    return borne_out(match.score, seen=under.seen, exact=under.exact)
