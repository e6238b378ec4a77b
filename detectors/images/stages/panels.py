"""Finds references that are a part of the picture: in a collage, an inset, a screenshot or a border."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.images.matches import Match, Picture
from detectors.images.pairing import Pair, best_matches, pairs
from detectors.images.panels import panels
from detectors.images.reference_set import ReferenceSet
from detectors.images.scores import panel_score
from detectors.images.views import views_in


class PanelStage:
    """Cuts the picture at straight seams and plain bands, and compares each part as the hash stage does the whole."""

    name = "panel"

    def __init__(self, references: ReferenceSet) -> None:
        self._references = references

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the best match for each reference that some panel repeats."""
        return best_matches(picture, self._scored(picture), self.name)

    def _scored(self, picture: Picture) -> Iterator[tuple[Pair, float]]:
        if not len(self._references.index):
            return
        for number, frame in enumerate(picture.decoded.frames):
            boxes = panels(frame)
            for pair in pairs(views_in(frame, boxes, number), self._references) if boxes else ():
                # Too little drawn in a panel to compare its blocks: any few strokes look like any others.
                if (same := pair.agreement.same) is not None:
                    yield pair, panel_score(same, pair.distance, pair.agreement.other_colour)
