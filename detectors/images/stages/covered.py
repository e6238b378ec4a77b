"""Finds references that text, a sticker or a mark was laid over: their hash is among the nearest, pixels decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from detectors.images.likeness import Laid
from detectors.images.matches import Match, Picture
from detectors.images.pairing import Pair, pairs
from detectors.images.reference_set import Reference, ReferenceSet
from detectors.images.scores import covered_evidence, evident
from detectors.images.uncovered import Uncovered, uncovered
from detectors.images.warping import lay_over

# How far text moves a hash, and the nearest pairs looked at: of 300 pictures with text, stickers or marks over them all
# have their reference among these.
RADIUS = 108
NEAREST = 12
# Share of agreeing blocks from which on the pixels are compared: one in four other pictures has such a pair.
LEAST_SAME = 0.2
# Pixels by which a block may lie elsewhere: nothing was moved.
MOVED = 1


class CoveredStage:
    """Lays the references whose hash is nearest over the whole picture and compares what can still be seen of them."""

    # The hash names the reference, as in the stage before: `soi match` calls both so.
    name = "hash"

    def __init__(self, references: ReferenceSet) -> None:
        self._references = references

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give each reference that lies under what was laid over the picture."""
        if not len(self._references.index):
            return ()
        near: dict[Reference, list[Pair]] = defaultdict(list)
        for pair in pairs(picture.views, self._references, RADIUS, NEAREST):
            near[pair.reference.reference].append(pair)
        return tuple(match for some in near.values() for match in self._under(picture, some))

    def _under(self, picture: Picture, some: Sequence[Pair]) -> Iterator[Match]:
        """Give the match of one reference, if any, from the pairs that put it somewhere."""
        if max(pair.agreement.same or 0.0 for pair in some) < LEAST_SAME:
            return
        found = [(pair, uncovered(self._laid(picture, pair), MOVED)) for pair in some]
        evidence, pair, under = max(
            ((_evidence(under), pair, under) for pair, under in found), key=lambda each: each[0]
        )
        if evidence >= 0:
            yield pair.match(picture, evident(evidence), self.name, under.other_colour)

    def _laid(self, picture: Picture, pair: Pair) -> Laid:
        official, size = self._references.official(pair.reference.reference)
        return lay_over(picture.pyramids[pair.view.frame], official, size, pair.placement(size))


def _evidence(under: Uncovered) -> float:
    return covered_evidence(seen=under.seen, exact=under.exact, other_colour=under.other_colour)
