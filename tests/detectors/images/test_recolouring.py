"""What is drawn alike in another hue."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from detectors.images.colours import turned_colours
from detectors.images.likeness import Laid
from detectors.images.recolouring import is_another_colour

SIZE = (160, 96)


def label(hue: str, paper: str = "white", grey: str = "#303030") -> Image.Image:
    """Draw stripes of one hue on the left, and grey ones beside them."""
    image = Image.new("RGB", SIZE, paper)
    pen = ImageDraw.Draw(image)
    for number in range(12):
        left = number * 13
        pen.rectangle((left, 8 + number, left + 5, 80), fill=hue if number < 5 else grey)
    return image


def changed(seen: Image.Image, official: Image.Image) -> bool:
    pixels = (np.asarray(each, dtype=np.float32) for each in (seen, official))
    inside = np.ones(SIZE[0] * SIZE[1] // 64, dtype=np.bool_)
    return is_another_colour(Laid(seen=next(pixels), given=next(pixels), inside=inside))


RED = "#c02828"


def test_another_hue_is_another_colour() -> None:
    assert changed(label("#2846c8"), label(RED))


@pytest.mark.parametrize(
    "seen",
    [
        label(RED),
        label(RED).convert("L").convert("RGB"),
        label(RED).point(lambda v: 30 + v * 3 // 4),
        label("#c05028"),
    ],
    ids=["the same", "drained of colour", "another light", "a slight turn"],
)
def test_an_edit_of_the_whole_is_not(seen: Image.Image) -> None:
    assert not changed(seen, label(RED))


def test_a_sticker_of_another_hue_is_not() -> None:
    seen = label(RED)
    ImageDraw.Draw(seen).rectangle((0, 0, 60, 90), fill="#2846c8")
    assert not changed(seen, label(RED))


def test_grey_has_no_hue_and_what_turned_has_a_colour() -> None:
    reference = np.array([[200, 40, 40], [40, 160, 60], [90, 90, 90], [128, 117, 128]] * 6, dtype=np.float32)
    seen = reference.copy()
    seen[::4] = (40, 60, 200)
    seen[3::4] = (118, 128, 118)
    turned, coloured = turned_colours(seen, reference)
    assert turned[::4].all()
    assert not turned[2::4].any()
    assert not (turned & ~coloured).any()
