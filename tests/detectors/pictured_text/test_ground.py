from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from detectors.pictured_text.ground import without_ground
from tests.detectors.pictured_text.banners import CLAIM, banner, sunset


@pytest.mark.parametrize(("ground", "ink"), [("white", "black"), ("black", "white"), ("#202060", "#c0c0ff")])
def test_lettering_is_dark_on_white_whatever_it_was(ground: str, ink: str) -> None:
    plain = np.asarray(banner(*CLAIM).convert("L"))
    inked = without_ground(np.asarray(banner(*CLAIM, ground=ground, ink=ink).convert("L")))
    assert inked[plain > 250].mean() > 245
    assert inked[plain < 5].mean() < 140


def test_a_gradient_becomes_white() -> None:
    ground = np.asarray(sunset().resize((800, 800)).convert("L"))
    assert int(ground.max()) - int(ground.min()) > 80
    assert without_ground(ground).min() > 235


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 255))
def test_one_grey_becomes_white_and_keeps_its_shape(width: int, height: int, grey: int) -> None:
    given_picture = np.asarray(Image.new("L", (width, height), grey))
    assert np.array_equal(without_ground(given_picture), np.full((height, width), 255, dtype=np.uint8))
