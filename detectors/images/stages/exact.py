"""Finds references that are the very same file."""

from __future__ import annotations

from detectors.images.matches import Match, Picture
from detectors.images.reference_set import ReferenceSet
from detectors.images.scores import EXACT


class ExactStage:
    """The same SHA-256 of the bytes."""

    name = "exact"

    def __init__(self, references: ReferenceSet) -> None:
        self._by_digest = references.by_digest

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give the references with the picture's own bytes, one for each brand that uses them."""
        return tuple(
            Match(reference=reference, verdict="copy", score=EXACT, stage=self.name, box=(0, 0, *picture.size))
            for reference in self._by_digest.get(picture.digest, ())
        )
