"""Ink in other places: letters drawn anew, not what was laid over or cut off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from detectors.images.likeness import Laid
from detectors.images.palette import median_of
from detectors.images.redrawn import redrawn

SIZE = (160, 64)
DRAWN_ANEW = 0.05


def word(letters: str, ink: str = "black", paper: str = "white") -> Image.Image:
    image = Image.new("RGB", SIZE, paper)
    ImageDraw.Draw(image).text((6, 4), letters, fill=ink, font=ImageFont.load_default(44))
    return image


def elsewhere(seen: Image.Image, official: Image.Image | None = None, inside: int = 20) -> float:
    """Lay a word over a picture of which so many of its 20 columns of blocks lie inside."""
    kept = np.zeros((8, 20), dtype=np.bool_)
    kept[:, :inside] = True
    pixels = (np.asarray(each, dtype=np.float32) for each in (seen, official or word("ROMANA")))
    return redrawn(Laid(seen=next(pixels), given=next(pixels), inside=kept.ravel()))


def test_other_letters_are_drawn_anew() -> None:
    assert elsewhere(word("ROTAVA")) > DRAWN_ANEW


def test_in_another_light_other_letters_still_are() -> None:
    assert elsewhere(word("ROTAVA", "#303030", "#c0c0c0")) > DRAWN_ANEW


def _box(fill: str) -> Callable[[Image.Image], Image.Image]:
    def change(image: Image.Image) -> Image.Image:
        ImageDraw.Draw(image).rectangle((50, 8, 80, 50), fill=fill)
        return image

    return change


@pytest.mark.parametrize(
    "change",
    [lambda image: image, _box("white"), _box("black"), _box("red"), lambda image: image.point(lambda v: 40 + v // 2)],
    ids=["nothing", "letters painted over", "ink laid over", "a sticker", "another light"],
)
def test_the_same_letters_are_not(change: Callable[[Image.Image], Image.Image]) -> None:
    assert elsewhere(change(word("ROMANA"))) == 0


def test_what_lies_outside_the_picture_says_nothing() -> None:
    beyond = word("ROMANA")
    beyond.paste(word("ROTAVA").crop((96, 0, *SIZE)), (96, 0))
    assert elsewhere(beyond) > 0
    assert elsewhere(beyond, inside=12) == 0


def test_a_plain_reference_has_no_ink() -> None:
    assert elsewhere(word("ROMANA"), Image.new("RGB", SIZE, "white")) == 0


def test_what_stands_in_the_last_rows_is_looked_at() -> None:
    official, seen = (Image.new("RGB", (160, 72), "white") for _ in range(2))
    for image, start in ((official, 0), (seen, 10)):
        pen = ImageDraw.Draw(image)
        pen.text((6, 0), "ROMANA", fill="black", font=ImageFont.load_default(44))
        for left in range(start, 160, 20):
            pen.rectangle((left, 65, left + 9, 71), fill="black")
    pixels = [np.asarray(each, dtype=np.float32) for each in (seen, official)]
    assert redrawn(Laid(seen=pixels[0], given=pixels[1], inside=np.ones(9 * 20, dtype=np.bool_))) > DRAWN_ANEW


def test_a_mark_lower_than_a_place_is_looked_at() -> None:
    pixels = [np.asarray(word(letters).crop((0, 12, 160, 36)), dtype=np.float32) for letters in ("ROTAVA", "ROMANA")]
    assert redrawn(Laid(seen=pixels[0], given=pixels[1], inside=np.ones(3 * 20, dtype=np.bool_))) > DRAWN_ANEW


def test_a_pixel_beside_its_place_is_no_other_ink() -> None:
    beside = Image.new("RGB", SIZE, "white")
    beside.paste(word("ROMANA"), (1, 0))
    assert elsewhere(beside) == 0


def test_a_word_on_a_picture_of_many_colours_says_nothing_of_the_whole() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (8, 20, 3), dtype=np.uint8)
    official, seen = (Image.fromarray(noise).resize(SIZE, Image.Resampling.BICUBIC) for _ in range(2))
    for image, letters in ((official, "ROMANA"), (seen, "ROTAVA")):
        image.paste(word(letters).resize((64, 24)), (48, 16))
    assert elsewhere(seen, official) == 0


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(0, 56), st.integers(4, 60)), min_size=1, max_size=8))
def test_it_is_a_share_and_nothing_lies_elsewhere_in_itself(bars: list[tuple[int, int, int]]) -> None:
    drawn = word("ROMANA")
    for x, y, size in bars:
        ImageDraw.Draw(drawn).rectangle((x, y, x + size, y + size // 2), fill="black" if x % 2 else "white")
    assert elsewhere(drawn, drawn) == 0
    assert 0 <= elsewhere(drawn) <= 1
    assert 0 <= elsewhere(word("ROMANA"), drawn) <= 1


def test_the_median_is_that_of_what_was_chosen() -> None:
    blocks = np.array([[[1, 1, 1], [9, 8, 7], [9, 9, 9], [200, 200, 200]]], dtype=np.float32)
    chosen = np.array([[False, True, True, True]])
    assert median_of(blocks, chosen).tolist() == [[9, 9, 9]]
    assert median_of(blocks, ~chosen).tolist() == [[1, 1, 1]]
    assert median_of(blocks, np.zeros((1, 4), dtype=np.bool_)).tolist() == [[0, 0, 0]]
