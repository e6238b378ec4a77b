"""Fingerprints of a picture: PDQ in eight orientations, and a 256-bit phash as a second opinion."""

from __future__ import annotations

import imagehash
import numpy as np
import numpy.typing as npt
import pdqhash
from PIL import Image

from detectors.images.rendering import Pixels

Bits = npt.NDArray[np.uint8]
"""A packed 256-bit hash, uint8 [32]; several of them, uint8 [n, 32]."""

BITS = 256
ORIENTATIONS = 8
SIDEWAYS = frozenset({1, 3, 6, 7})
"""Orientations that swap width and height."""
# PDQ works on 64 x 64. Given larger input its own shrinking is not symmetric: turning a 512 px picture costs 14 bits of
# 256 on average (30 at worst), turning a 64 px one 0.2 (4), at 0.3 ms instead of 6.4 for all eight orientations.
HASHED_SIDE = 64
# PDQ's own quality measure, 0..100: below 50 lie 88 % of flat pictures and no others (10,000 pictures).
LEAST_QUALITY = 50
# One hue throughout, give or take what JPEG leaves of it; standard deviation in grey levels.
LEAST_CONTRAST = 3.0


def hashed_form(pixels: Pixels) -> Pixels:
    """Squeeze pixels to the square that is hashed, uint8 [64, 64, 3]."""
    square = Image.fromarray(pixels).resize((HASHED_SIDE, HASHED_SIDE), Image.Resampling.BILINEAR)
    return np.asarray(square, dtype=np.uint8)


def is_flat(pixels: Pixels) -> bool:
    """Say whether a picture has too little in it to be compared."""
    square = hashed_form(pixels)
    if float(square.std(axis=(0, 1)).max()) < LEAST_CONTRAST:
        return True
    return int(pdqhash.compute(square)[1]) < LEAST_QUALITY


def pdq(square: Pixels) -> Bits:
    """Give the PDQ hash of a square from `hashed_form`, uint8 [32]."""
    return np.packbits(pdqhash.compute(np.ascontiguousarray(square))[0].astype(bool))


def pdq_orientations(square: Pixels) -> Bits:
    """Give the PDQ hashes of a square turned and mirrored all eight ways, uint8 [8, 32]; row k is `turned(_, k)`."""
    hashes, _ = pdqhash.compute_dihedral(square)
    return np.packbits(np.asarray(hashes, dtype=bool), axis=1)


def turned(pixels: Pixels, orientation: int) -> Pixels:
    """Turn pixels the way that row `orientation` of `pdq_orientations` was hashed."""
    turns = (
        pixels,
        np.rot90(pixels, 1),
        np.rot90(pixels, 2),
        np.rot90(pixels, 3),
        pixels[::-1],
        pixels[:, ::-1],
        pixels.transpose(1, 0, 2),
        np.rot90(pixels, 2).transpose(1, 0, 2),
    )
    return turns[orientation]


def phash(square: Pixels) -> Bits:
    """Give the 256-bit phash of a square from `hashed_form`, uint8 [32]."""
    return np.packbits(imagehash.phash(Image.fromarray(square), hash_size=16).hash.ravel())


def distance(one: Bits, other: Bits) -> int:
    """Count the bits in which two hashes differ, 0..256."""
    return int(np.bitwise_count(one ^ other).sum())
