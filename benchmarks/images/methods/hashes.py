"""Perceptual hashes of the whole picture: imagehash's, and PDQ, each alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import imagehash
import numpy as np
import numpy.typing as npt
import pdqhash
from PIL import Image

from benchmarks.images.methods.method import Answer, Floats, Official, Query

Bits = npt.NDArray[np.uint8]
# 256 bits instead of imagehash's usual 64: better in every row, and as long as PDQ.
SIDE = 16


class WholeHash:
    """One hash a picture; the score is the share of bits in which two agree."""

    slow = False

    def __init__(self, name: str, hashed: Callable[[Image.Image], Bits], officials: Sequence[Official]) -> None:
        self.name = name
        self.about = f"{SIDE * SIDE} bits of the whole picture"
        self._hashed = hashed
        self._references = np.stack([hashed(official.image) for official in officials])

    def answer(self, query: Query) -> Answer:
        """Score every reference by the bits that agree, 1 for all of them and 0 for half of them."""
        return Answer(scores=agreement(self._hashed(query.image), self._references))


def agreement(one: Bits, others: Bits) -> Floats:
    """Compare a packed hash [bytes] with others [n, bytes]: 1 for the same, 0 for unrelated, float32 [n]."""
    differing = np.bitwise_count(others ^ one).sum(axis=1)
    return np.asarray(1 - differing / (4 * others.shape[1]), dtype=np.float32)


def phash(image: Image.Image) -> Bits:
    """Give imagehash's phash, packed."""
    return np.packbits(imagehash.phash(image, hash_size=SIDE).hash.ravel())


def dhash(image: Image.Image) -> Bits:
    """Give imagehash's dhash, packed."""
    return np.packbits(imagehash.dhash(image, hash_size=SIDE).hash.ravel())


def whash(image: Image.Image) -> Bits:
    """Give imagehash's whash, packed."""
    return np.packbits(imagehash.whash(image, hash_size=SIDE).hash.ravel())


def pdq(image: Image.Image) -> Bits:
    """Give the PDQ hash of the picture as it stands, packed."""
    small = image.copy()
    small.thumbnail((512, 512))
    return np.packbits(np.asarray(pdqhash.compute(np.asarray(small))[0], dtype=bool))
