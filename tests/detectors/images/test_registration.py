from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from detectors.images.homography import Matrix, corners, placed
from detectors.images.registration import register
from detectors.images.warping import Pyramid
from tests.detectors.images.pictures import ROSE, packshot, plain_mark

SIZE = (480, 360)
# Of the comparison, whose pixels are as large as 3.7 of the picture's.
TWO_PIXELS = 7.4


def lying(matrix: Matrix, image: Image.Image, ground: str = "white") -> Image.Image:
    back = np.linalg.inv(matrix)
    data = (back / back[2, 2]).ravel()[:8].tolist()
    return image.transform((640, 480), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=ground)


def astray(found: Matrix, true: Matrix) -> float:
    return float(np.abs(placed(found, corners(SIZE)) - placed(true, corners(SIZE))).max())


TRUE = np.array([[0.9, -0.12, 110], [0.1, 0.95, 40], [0.0001, 0.00005, 1]])
GUESSES = {
    "shifted": np.array([[1.0, 0, 16], [0, 1, -14], [0, 0, 1]]),
    "larger": np.array([[1.05, 0, -16], [0, 1.05, -10], [0, 0, 1]]),
    "turned": np.array([[0.9986, -0.052, 14], [0.052, 0.9986, -16], [0, 0, 1]]),
}


@pytest.mark.parametrize("guess", GUESSES)
def test_a_place_a_few_pixels_wrong_becomes_right(guess: str) -> None:
    picture, wrong = lying(TRUE, packshot(1)), GUESSES[guess] @ TRUE
    assert astray(wrong, TRUE) > 12
    found = register(Pyramid(np.asarray(picture)), np.asarray(packshot(1)), SIZE, wrong)
    assert astray(found, TRUE) < TWO_PIXELS


def test_a_mirrored_reference_is_registered_too() -> None:
    mirrored = TRUE @ np.array([[-1.0, 0, 480], [0, 1, 0], [0, 0, 1]])
    picture = lying(TRUE, ImageOps.mirror(packshot(1)))
    found = register(Pyramid(np.asarray(picture)), np.asarray(packshot(1)), SIZE, GUESSES["shifted"] @ mirrored)
    assert astray(found, mirrored) < TWO_PIXELS


def test_a_mark_as_light_as_its_ground_is_registered_by_its_colour() -> None:
    mark = plain_mark(ROSE).resize(SIZE)
    found = register(Pyramid(np.asarray(lying(TRUE, mark, ROSE))), np.asarray(mark), SIZE, GUESSES["shifted"] @ TRUE)
    assert astray(found, TRUE) < TWO_PIXELS


def test_a_plain_reference_stays_where_it_was_put() -> None:
    plain = np.full((360, 480, 3), 200, dtype=np.uint8)
    assert np.array_equal(register(Pyramid(np.asarray(packshot(1))), plain, SIZE, TRUE), TRUE)


def test_where_nothing_is_found_again_the_place_stays() -> None:
    empty = np.full((480, 640, 3), 255, dtype=np.uint8)
    assert np.array_equal(register(Pyramid(empty), np.asarray(packshot(1)), SIZE, TRUE), TRUE)


@pytest.mark.parametrize("size", [(480, 24), (20, 400), (3, 3)])
def test_odd_shapes_never_fail(size: tuple[int, int]) -> None:
    strip = np.asarray(packshot(1).resize(size))
    found = register(Pyramid(np.asarray(packshot(2))), strip, size, np.eye(3))
    assert np.isfinite(found).all()
