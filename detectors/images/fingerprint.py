"""The fingerprint that is kept of every listing's image, and finding the images near one among all of them."""

from __future__ import annotations

import numpy as np

from detectors.images.decode import open_image
from detectors.images.hashes import BITS, Bits, hashed_form, pdq_orientations
from detectors.images.index import HashIndex
from detectors.images.views import REFERENCE_PEELS, views_of
from listings.errors import Unreadable

HASH_BYTES = BITS // 8
SAME_PICTURE = 31
"""Bits of 256 up to which two images show the same picture: none of 10,000 others came nearer than 54."""
WORTH_JUDGING = 60
"""Bits up to which a new reference may concern an image: text over a picture moves it by 46 in the median."""


def orientations(content: bytes) -> Bits | None:
    """Give a picture's PDQ hashes in eight orientations, uint8 [8, 32]; the first is the one to keep.

    None for what cannot be compared (broken, or flat: PDQ's own quality below 50), which is nobody's likeness. Of an
    animation the first frame that shows anything counts.
    """
    try:
        decoded = open_image(content)
    except Unreadable:
        return None
    hashes: Bits = pdq_orientations(hashed_form(decoded.pixels)[None])[0]
    return hashes


def reference_orientations(content: bytes) -> Bits:
    """Give the hashes of a reference with and without its plain border, in eight orientations, uint8 [8 or 16, 32]."""
    try:
        decoded = open_image(content)
    except Unreadable:
        return np.zeros((0, HASH_BYTES), np.uint8)
    return np.concatenate([view.pdq for view in views_of(decoded.pixels, REFERENCE_PEELS)])


class StoredImages:
    """The fingerprints of stored images, in memory: 40 bytes each. One that is there twice does no harm."""

    def __init__(self, ids: bytes = b"", hashes: bytes = b"") -> None:
        """Take ids of 8 bytes each (little end first) and hashes of 32."""
        self._ids = np.zeros(0, np.int64)
        self._index = HashIndex(np.zeros((0, HASH_BYTES), np.uint8))
        self.add(ids, hashes)

    def add(self, ids: bytes, hashes: bytes) -> None:
        """Add fingerprints."""
        if ids:
            self._ids = np.concatenate([self._ids, np.frombuffer(ids, dtype="<i8")])
            self._index.add(np.frombuffer(hashes, dtype=np.uint8).reshape(-1, HASH_BYTES))

    def near(self, hashes: Bits, radius: int) -> set[int]:
        """Give the ids of the images at most `radius` bits from any of some hashes, uint8 [n, 32]."""
        if not len(self._index) or not len(hashes):
            return set()
        return set(self._ids[self._index.rows_within(hashes, radius)].tolist())
