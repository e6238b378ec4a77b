from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from detectors.images.palette import in_the_light, main_colours, share_drawn_in

WHITE, RED, BLUE = (255.0, 255.0, 255.0), (200.0, 20.0, 30.0), (20.0, 40.0, 160.0)


def drawn(*colours: tuple[float, float, float]) -> npt.NDArray[np.float32]:
    stripes = [
        np.tile(np.array(colour, dtype=np.float32), (40 - 10 * number, 50, 1)) for number, colour in enumerate(colours)
    ]
    return np.concatenate(stripes)


def test_the_colours_come_most_frequent_first() -> None:
    assert np.allclose(main_colours(drawn(WHITE, RED, BLUE)), [WHITE, RED, BLUE])


def test_specks_and_shades_are_no_colours_of_their_own() -> None:
    picture = drawn(WHITE, RED)
    picture[0, :5] = BLUE
    picture[-3:] += 10
    assert len(main_colours(picture)) == 2


@given(st.floats(0.5, 1.5), st.floats(-60, 60))
def test_colours_follow_the_light(gain: float, lift: float) -> None:
    given_pixels = drawn(WHITE, RED, BLUE).reshape(-1, 3)
    colours = np.array([RED, BLUE], dtype=np.float32)
    expected = np.clip(gain * colours + lift, 0, 255)
    assert np.allclose(in_the_light(colours, given_pixels, gain * given_pixels + lift), expected, atol=0.5)


def test_ink_on_its_ground_with_soft_edges_is_drawn_in_it_and_another_ink_is_not() -> None:
    inks = np.array([WHITE, RED], dtype=np.float32)
    part = np.linspace(0, 1, 64, dtype=np.float32)[:, None]
    soft = (1 - part) * inks[0] + part * inks[1]
    foreign = np.tile(np.array(BLUE, dtype=np.float32), (64, 1))
    assert share_drawn_in(np.stack([soft, foreign]), inks).tolist() == [1, 0]


def test_one_colour_alone_is_its_own_ground() -> None:
    assert (
        share_drawn_in(np.full((1, 64, 3), 100, dtype=np.float32), np.array([(100, 100, 100)], dtype=np.float32)) == 1
    )
