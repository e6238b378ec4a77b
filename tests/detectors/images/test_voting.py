from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from detectors.images.feature_index import FeatureIndex
from detectors.images.features import Features, picture_features, reference_features
from detectors.images.voting import MOST_PROPOSED, propose
from tests.detectors.images.pictures import packshot


def read(image: Image.Image) -> Features:
    return picture_features(np.asarray(image))


INDEX = FeatureIndex([reference_features(np.asarray(packshot(seed))) for seed in range(10)])


@pytest.mark.parametrize("seed", [0, 3, 9])
def test_the_right_reference_is_proposed_first(seed: int) -> None:
    part = packshot(seed).crop((90, 60, 400, 330)).rotate(12, expand=True, fillcolor="white")
    proposals = propose(read(part), INDEX, mirrored=False)
    assert proposals[0].reference == seed
    assert len(proposals) <= MOST_PROPOSED
    assert [p.votes for p in proposals] == sorted((p.votes for p in proposals), reverse=True)


def test_a_small_copy_on_a_busy_ground_stands_out() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    ground = Image.fromarray(noise).resize((512, 384), Image.Resampling.BICUBIC)
    ground.paste(packshot(4).resize((180, 135)), (300, 200))
    assert propose(read(ground), INDEX, mirrored=False)[0].reference == 4


def test_a_mirror_image_is_found_only_as_one() -> None:
    mirror = packshot(5).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    as_mirror = propose(read(mirror).mirrored(), INDEX, mirrored=True)[0]
    assert as_mirror.reference == 5
    assert as_mirror.votes > 2 * max((p.votes for p in propose(read(mirror), INDEX, mirrored=False)), default=0)


def test_one_point_of_the_picture_speaks_once() -> None:
    for proposal in propose(read(packshot(2)), INDEX, mirrored=False):
        assert len(set(proposal.query)) == len(proposal.query) == len(proposal.point)


def test_nothing_is_proposed_without_points_or_references() -> None:
    empty = read(Image.new("RGB", (300, 300), "white"))
    assert propose(empty, INDEX, mirrored=False) == []
    assert propose(read(packshot(1)), FeatureIndex([]), mirrored=False) == []
