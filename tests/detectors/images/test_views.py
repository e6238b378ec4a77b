from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from detectors.images.views import Box, peeled, views_of
from tests.detectors.images.pictures import bordered, packshot

INNER = packshot(1).crop((96, 36, 384, 324))


def inside(image: Image.Image) -> Box | None:
    return peeled(np.asarray(image), (0, 0, image.width, image.height))


@settings(max_examples=40, deadline=None)
@given(*(st.integers(20, 120) for _ in range(4)), st.sampled_from(["navy", "white", "orange"]))
def test_peeling_finds_what_lies_inside_a_border(left: int, top: int, right: int, bottom: int, fill: str) -> None:
    box = inside(bordered(INNER, (left, top, right, bottom), fill))
    assert box is not None
    expected = (left, top, INNER.width, INNER.height)
    assert max(abs(a - b) for a, b in zip(box, expected, strict=True)) <= 4


def test_a_banner_at_one_side_is_peeled_too() -> None:
    boxes = [view.box for view in views_of(np.asarray(bordered(packshot(1), (0, 0, 0, 120))), 2)]
    plain = [view.box for view in views_of(np.asarray(packshot(1)), 1)]
    assert max(abs(a - b) for a, b in zip(boxes[-1], plain[-1], strict=True)) <= 8


def test_no_border_and_nothing_inside_give_the_whole_only() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    assert peeled(noise, (0, 0, 120, 90)) is None
    assert peeled(np.full((90, 120, 3), 200, np.uint8), (0, 0, 120, 90)) is None
    assert [view.box for view in views_of(noise, 2)] == [(0, 0, 120, 90)]
