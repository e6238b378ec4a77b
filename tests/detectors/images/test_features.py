from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from detectors.images.features import PICTURE_POINTS, Features, picture_features, reference_features, shrunk
from detectors.images.rendering import Pixels
from tests.detectors.images.pictures import LEAF, ROSE, packshot, plain_mark


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def nearest(some: Features, others: Features) -> tuple[np.ndarray, np.ndarray]:
    apart = some.descriptors[:, None].astype(np.int64) - others.descriptors[None]
    squared = (apart * apart).sum(axis=2)
    return squared.min(axis=1), squared.argmin(axis=1)


def test_mirrored_features_are_those_of_the_mirror_image() -> None:
    picture = pixels(packshot(1))
    here = picture_features(picture).mirrored()
    there = picture_features(np.ascontiguousarray(picture[:, ::-1]))
    unlike, pair = nearest(here, there)
    found = unlike < 10_000
    assert found.mean() > 0.7
    across = here.points[found, 0] + there.points[pair[found], 0]
    assert np.median(np.abs(across - picture.shape[1])) < 1
    turn = np.exp(1j * (np.pi - here.angles[found] - there.angles[pair[found]]))
    assert np.median(np.abs(np.angle(turn))) < 0.1


def test_places_are_in_pixels_of_the_frame() -> None:
    # The same drawing at 512 and at 256 px: places and sizes double with it.
    large = picture_features(pixels(packshot(1, size=(512, 384))))
    small = picture_features(pixels(packshot(1, size=(512, 384)).resize((256, 192))))
    unlike, pair = nearest(small, large)
    near = unlike < 20_000
    assert near.sum() > 20
    assert np.median(np.abs(2 * small.points[near] - large.points[pair[near]])) < 1.5
    assert np.median(np.abs(np.log2(large.sizes[pair[near]] / small.sizes[near]) - 1)) < 0.3


def test_descriptors_are_root_shares() -> None:
    described = reference_features(pixels(packshot(1))).descriptors.astype(np.float64) / 512
    lengths = (described * described).sum(axis=1)
    assert lengths.min() > 0.9
    assert lengths.max() <= 1.001


def test_what_differs_by_its_colour_alone_has_points() -> None:
    equal = picture_features(pixels(plain_mark(ROSE)))
    assert len(equal) >= 10
    unlike, _ = nearest(equal, reference_features(pixels(plain_mark("white"))))
    assert (unlike < 20_000).sum() >= 5
    assert len(picture_features(pixels(plain_mark(LEAF)))) == 0


STRIPES = np.repeat(np.repeat((np.arange(512) % 2 * 255).astype(np.uint8)[None, :, None], 512, 0), 3, 2)
NOISE = np.random.default_rng(1).integers(0, 256, (512, 512, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    "frame", [STRIPES, NOISE, np.full((512, 512, 3), 7, np.uint8), np.zeros((16, 320, 3), np.uint8), NOISE[:16, :300]]
)
def test_hostile_frames_give_few_points_or_none(frame: Pixels) -> None:
    read = picture_features(np.ascontiguousarray(frame))
    assert len(read) <= PICTURE_POINTS
    assert read.descriptors.shape == (len(read), 128)
    assert len(read.mirrored()) == len(read)


def test_shrinking_never_enlarges_nor_vanishes() -> None:
    assert shrunk(NOISE[:9, :400], 100).shape == (2, 100, 3)
    assert shrunk(NOISE[:1, :400], 100).shape == (1, 100, 3)
    assert shrunk(NOISE, 600) is NOISE
