from __future__ import annotations

import numpy as np
import pdqhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.images.hashes import (
    ORIENTATIONS,
    Bits,
    distance,
    hashed_form,
    is_flat,
    pdq_orientations,
    phash,
    quality,
    turned,
)
from detectors.images.rendering import Pixels
from tests.detectors.images.pictures import packshot

SQUARE = hashed_form(np.asarray(packshot(1)))


def rows_of(square: Pixels) -> Bits:
    rows: Bits = pdq_orientations(square[None])[0]
    return rows


def pdq(square: Pixels) -> Bits:
    first: Bits = rows_of(square)[0]
    return first


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(1, 120))
def test_hashes_and_quality_are_those_of_pdqhash(seed: int, contrast: float) -> None:
    chance = np.random.default_rng(seed)
    coarse = chance.normal(128, contrast, (8, 8, 3)).repeat(8, axis=0).repeat(8, axis=1)
    square = np.clip(coarse + chance.normal(0, 4, (64, 64, 3)), 0, 255).astype(np.uint8)
    hashes, measured = pdqhash.compute_dihedral(square)
    rows = rows_of(square)
    # The sums are done in another order: a frequency as good as equal to the median may fall on its other side.
    known = np.packbits(np.asarray(hashes, dtype=bool), axis=1)
    assert max(distance(row, other) for row, other in zip(rows, known, strict=True)) <= 2
    assert abs(int(quality(square[None])[0]) - measured) <= 1


def test_one_colour_is_flat_and_a_drawing_is_not() -> None:
    assert is_flat(np.full((90, 120, 3), 200, np.uint8))
    assert not is_flat(np.asarray(packshot(1)))


@pytest.mark.parametrize("orientation", range(ORIENTATIONS))
def test_each_row_is_the_hash_of_the_picture_turned_that_way(orientation: int) -> None:
    row = rows_of(SQUARE)[orientation]
    assert distance(row, pdq(turned(SQUARE, orientation))) <= 6
    pixels = np.ascontiguousarray(turned(np.asarray(packshot(1)), orientation))
    assert distance(row, pdq(hashed_form(pixels))) <= 8


def test_orientations_are_told_apart() -> None:
    rows = rows_of(SQUARE)
    assert min(distance(rows[i], rows[j]) for i in range(8) for j in range(i)) > 31


def test_hashes_have_256_bits_and_unlike_pictures_lie_far_apart() -> None:
    other = hashed_form(np.asarray(packshot(2, label="black")))
    for hashed in (pdq, phash):
        assert hashed(SQUARE).shape == (32,)
        assert distance(hashed(SQUARE), hashed(SQUARE)) == 0
        assert distance(hashed(SQUARE), hashed(other)) > 31
