"""imagehash's crop_resistant_hash: a hash for each segment of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import imagehash
import numpy as np
from PIL import Image

from benchmarks.images.methods.hashes import Bits
from benchmarks.images.methods.method import Answer, Official, Query

# imagehash's own: segments agree that differ in a quarter of their bits or fewer.
MOST_DIFFERING = 0.25


class CropResistant:
    """Scores as imagehash does: the segments that agree with one of the reference's, less their mean distance."""

    name = "crop_resistant"
    about = "imagehash.crop_resistant_hash as it comes"
    slow = True

    def __init__(self, officials: Sequence[Official]) -> None:
        segments = [_segments(official.image) for official in officials]
        self._segments = np.concatenate(segments)
        self._starts = np.cumsum([0, *(len(own) for own in segments[:-1])])

    def answer(self, query: Query) -> Answer:
        """Score every reference."""
        matches = np.zeros(len(self._starts))
        distances = np.zeros(len(self._starts))
        bits = 8 * self._segments.shape[1]
        for segment in _segments(query.image):
            differing = np.bitwise_count(self._segments ^ segment).sum(axis=1)
            nearest = np.minimum.reduceat(differing, self._starts)
            near = nearest <= MOST_DIFFERING * bits
            matches += near
            distances += np.where(near, nearest, 0)
        scores = matches - distances / np.maximum(1, matches * bits)
        return Answer(scores=np.asarray(scores, dtype=np.float32))


def _segments(image: Image.Image) -> Bits:
    found = imagehash.crop_resistant_hash(image).segment_hashes
    return np.stack([np.packbits(segment.hash.ravel()) for segment in found])
