from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from detectors.images.feature_index import FeatureIndex
from detectors.images.features import picture_features, reference_features
from detectors.images.geometry import align
from detectors.images.homography import Matrix, corners, placed, sane, similarity
from detectors.images.voting import propose
from tests.detectors.images.pictures import packshot

SIZE = (480, 360)


def aligned(changed: Image.Image, *, mirrored: bool = False) -> Matrix | None:
    reference = reference_features(np.asarray(packshot(1)))
    index = FeatureIndex([reference])
    picture = picture_features(np.asarray(changed))
    picture = picture.mirrored() if mirrored else picture
    proposals = propose(picture, index, mirrored=mirrored)
    return align(picture, reference, proposals[0], mirrored=mirrored) if proposals else None


def errors(found: Matrix | None, expected: Matrix) -> float:
    assert found is not None
    apart = placed(found, corners(SIZE)) - placed(expected, corners(SIZE))
    return float(np.abs(apart).max())


def test_a_crop_is_shifted() -> None:
    expected = np.array([[1.0, 0, -80], [0, 1, -40], [0, 0, 1]])
    assert errors(aligned(packshot(1).crop((80, 40, 440, 330))), expected) < 5


def test_a_turned_picture_is_turned() -> None:
    turned = packshot(1).rotate(-15, center=(0, 0), translate=(90, 10), resample=Image.Resampling.BICUBIC)
    cos, sin = np.cos(np.deg2rad(15)), np.sin(np.deg2rad(15))
    expected = np.array([[cos, -sin, 90], [sin, cos, 10], [0, 0, 1]])
    assert errors(aligned(turned), expected) < 8


def test_a_mirror_image_is_reflected() -> None:
    mirror = ImageOps.mirror(packshot(1)).crop((30, 30, 480, 360))
    expected = np.array([[-1.0, 0, 450], [0, 1, -30], [0, 0, 1]])
    assert errors(aligned(mirror, mirrored=True), expected) < 5


@settings(max_examples=50, deadline=None)
@given(
    scale=st.floats(0.2, 4),
    turn=st.floats(-3, 3),
    shift=st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
    mirrored=st.booleans(),
)
def test_a_similarity_is_found_again(scale: float, turn: float, shift: tuple[float, float], mirrored: bool) -> None:
    cos, sin, flip = scale * np.cos(turn), scale * np.sin(turn), -1 if mirrored else 1
    matrix = np.array([[flip * cos, -sin, shift[0]], [flip * sin, cos, shift[1]], [0, 0, 1]])
    some = np.random.default_rng(1).uniform(0, 400, (5, 2)).astype(np.float32)
    found = similarity(placed(matrix, some).astype(np.float32), some, mirrored=mirrored)
    assert np.abs(placed(found, corners(SIZE)) - placed(matrix, corners(SIZE))).max() < 0.1
    assert sane(found, SIZE)


@pytest.mark.parametrize(
    "matrix",
    [
        np.diag([0.01, 0.01, 1]),
        np.diag([20.0, 20, 1]),
        np.diag([1, 0.2, 1]),
        np.array([[1, 0, 0], [0, 1, 0], [-0.01, 0, 1]]),
        np.array([[1, 0, 0], [0, 1, 0], [0.01, 0, 1]]),
        np.full((3, 3), np.nan),
        np.zeros((3, 3)),
    ],
    ids=["speck", "huge", "squeezed", "folded over", "foreshortened", "not a number", "nothing"],
)
def test_what_no_camera_does_is_refused(matrix: Matrix) -> None:
    assert not sane(np.asarray(matrix, dtype=np.float64), SIZE)


def test_points_at_one_place_fit_nothing_absurd() -> None:
    same = np.ones((4, 2), dtype=np.float32)
    assert np.isfinite(similarity(same, same, mirrored=False)).all()
