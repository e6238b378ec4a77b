from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from detectors.pictured_text.lettering import may_hold_lettering
from tests.detectors.pictured_text.banners import CLAIM, banner, noisy, packshot, sunset


def seen(image: Image.Image) -> bool:
    return may_hold_lettering(np.asarray(image.convert("L")))


@pytest.mark.parametrize("points", [12, 20, 32, 44, 60, 90])
def test_lettering_of_any_usual_size_is_seen(points: int) -> None:
    assert seen(banner(*CLAIM, points=points, at=(20, 60)))


@pytest.mark.parametrize(
    ("ground", "ink"), [("#102040", "#ffe060"), ("#c01818", "white"), ("#f4f4e8", "#0a4020"), ("#eeeeee", "#888888")]
)
def test_lettering_is_seen_on_any_ground(ground: str, ink: str) -> None:
    assert seen(banner(*CLAIM, ground=ground, ink=ink))


def test_lettering_is_seen_on_a_gradient_slanting_and_in_noise() -> None:
    assert seen(banner(*CLAIM, ground=sunset(), ink="#401010"))
    assert seen(banner(*CLAIM).rotate(6, fillcolor="white"))
    assert seen(noisy(banner(*CLAIM), 25))


def test_a_short_word_in_a_corner_is_seen() -> None:
    assert seen(banner("Trị ho", points=24, at=(770, 460)))


def test_goods_without_lettering_are_passed_over() -> None:
    assert not seen(packshot())
    assert not seen(sunset().resize((800, 800)))
    assert not seen(Image.new("L", (512, 512), 255))


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (2, 512), (512, 2), (3000, 200)])
def test_any_shape_can_be_looked_at(size: tuple[int, int]) -> None:
    assert not seen(Image.new("L", size, 120))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 255))
def test_one_grey_holds_no_lettering(width: int, height: int, grey: int) -> None:
    assert not may_hold_lettering(np.full((height, width), grey, dtype=np.uint8))


def test_light_on_dark_is_seen_as_dark_on_light_is() -> None:
    grey = np.asarray(banner("Trị dứt điểm", points=30).convert("L"))
    assert may_hold_lettering(grey)
    assert may_hold_lettering(~grey)
