from __future__ import annotations

import numpy as np
import pytest

from detectors.images.hashes import ORIENTATIONS, distance, hashed_form, pdq, pdq_orientations, phash, turned
from tests.detectors.images.pictures import packshot

SQUARE = hashed_form(np.asarray(packshot(1)))


@pytest.mark.parametrize("orientation", range(ORIENTATIONS))
def test_each_row_is_the_hash_of_the_picture_turned_that_way(orientation: int) -> None:
    row = pdq_orientations(SQUARE)[orientation]
    assert distance(row, pdq(turned(SQUARE, orientation))) <= 6
    pixels = np.ascontiguousarray(turned(np.asarray(packshot(1)), orientation))
    assert distance(row, pdq(hashed_form(pixels))) <= 8


def test_orientations_are_told_apart() -> None:
    rows = pdq_orientations(SQUARE)
    assert min(distance(rows[i], rows[j]) for i in range(8) for j in range(i)) > 31


def test_hashes_have_256_bits_and_unlike_pictures_lie_far_apart() -> None:
    other = hashed_form(np.asarray(packshot(2, label="black")))
    for hashed in (pdq, phash):
        assert hashed(SQUARE).shape == (32,)
        assert distance(hashed(SQUARE), hashed(SQUARE)) == 0
        assert distance(hashed(SQUARE), hashed(other)) > 31
