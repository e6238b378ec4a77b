"""What the stages take for a copy is looked at once more: other letters, another flavour's label."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from detectors.images.match import ImageMatcher
from detectors.images.matches import Match
from detectors.images.scores import BEST_INEXACT, DEFAULT_THRESHOLD, DOUBTFUL, borne_out, less_what_is_redrawn
from tests.detectors.images.pictures import encoded, matcher, packshot, reference

WORD = "Reomuqoeua"
SCENE = (640, 480)


def mark(word: str, ink: str = "#123a8c") -> Image.Image:
    """Draw a word mark with a rule below it."""
    image = Image.new("RGB", (520, 150), "white")
    pen = ImageDraw.Draw(image)
    pen.text((30, 25), word, fill=ink, font=ImageFont.load_default(80))
    pen.line((10, 135, 510, 135), fill=ink, width=6)
    return image


def on_a_shelf(label: str) -> Image.Image:
    """Draw goods with a small label in a picture that is mostly of other things."""
    image = packshot(4, size=SCENE, label="#888888")
    goods = packshot(9, size=(300, 230), label=label)
    image.paste(goods, (30, 240))
    return image


def shoe(seed: int) -> Image.Image:
    """Draw a shoe of one last; colours, stripes and word differ."""
    chance = random.Random(seed)
    image = Image.new("RGB", (640, 420), "white")
    pen = ImageDraw.Draw(image)
    body, sole = (tuple(chance.randint(*span) for _ in range(3)) for span in ((60, 230), (20, 120)))
    upper = [(40, 160), (90, 80), (200, 70), (300, 110), (420, 180), (560, 215), (600, 270), (590, 300), (40, 300)]
    pen.polygon(upper, fill=body)
    pen.rounded_rectangle((30, 300, 610, 340), 18, fill=sole)
    for number in range(chance.randint(2, 4)):
        x = chance.randint(220, 330) + number * 26
        stripe = tuple(chance.randint(0, 255) for _ in range(3))
        pen.line((x, 290, x + 60, 140), fill=stripe, width=chance.randint(6, 14))
    word = "".join(chance.choice("aeiourstlmn") for _ in range(7))
    pen.text((70, 190), word, fill=tuple(chance.randint(0, 60) for _ in range(3)), font=ImageFont.load_default(30))
    return image


def best(asked: ImageMatcher, image: Image.Image) -> Match | None:
    return next(iter(asked.match(encoded(image, "JPEG", quality=85)).matches), None)


MARKS = matcher(reference(mark(WORD), "acme/mark.png"))
GOODS = matcher(reference(on_a_shelf("#c02020"), "acme/red.png"))


def with_a_bar(image: Image.Image) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).rectangle((0, 60, 520, 72), fill="#e0a010")
    return drawn


def with_a_white_box(image: Image.Image) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).rectangle((220, 20, 300, 120), fill="white")
    return drawn


def with_ink_beside(image: Image.Image) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).rectangle((30, 5, 250, 20), fill="#123a8c")
    return drawn


@pytest.mark.parametrize(
    "changed",
    [lambda image: image, lambda image: image.resize((260, 75)), with_a_bar, with_a_white_box, with_ink_beside],
    ids=["as it is", "half as large", "a bar over it", "a part painted over", "ink of its own beside it"],
)
def test_a_mark_that_was_changed_is_a_copy(changed: Callable[[Image.Image], Image.Image]) -> None:
    found = best(MARKS, changed(mark(WORD)))
    assert found is not None
    assert found.verdict == "copy"


# The hash takes the first two for copies, local features the third.
@pytest.mark.parametrize(
    ("official", "other"), [(WORD, "Reomuqovoa"), ("GEOSTOATRVKR", "GEOSTOATROAR"), ("Tyfleocoabrav", "Myfleocoabran")]
)
def test_a_mark_with_other_letters_is_none(official: str, other: str) -> None:
    assert best(matcher(reference(mark(official))), mark(other)) is None


def test_a_label_of_another_hue_is_a_variant_in_a_picture_of_other_things() -> None:
    found = best(GOODS, on_a_shelf("#2040d0"))
    assert found is not None
    assert found.verdict == "variant"


def test_a_sticker_over_the_label_makes_no_variant() -> None:
    image = on_a_shelf("#c02020")
    ImageDraw.Draw(image).ellipse((130, 320, 220, 400), fill="#2040d0")
    found = best(GOODS, image)
    assert found is not None
    assert found.verdict == "copy"


@pytest.mark.parametrize(("official", "other"), [(2, 9), (5, 9)])
def test_goods_of_one_outline_are_not_matched_by_their_hash_alone(official: int, other: int) -> None:
    assert best(matcher(reference(shoe(official))), shoe(other)) is None


@given(st.floats(0.5, 0.99), st.floats(0, 1), st.floats(0, 1))
def test_pixels_never_raise_a_score_and_change_only_a_doubtful_one(score: float, seen: float, exact: float) -> None:
    found = borne_out(score, seen=seen, exact=exact)
    assert 0 <= found <= score
    assert found == score or score < DOUBTFUL


def test_a_doubtful_score_needs_pixels_that_bear_it_out() -> None:
    assert borne_out(0.7, seen=0.9, exact=0.97) >= DEFAULT_THRESHOLD
    assert borne_out(0.7, seen=1.0, exact=0.5) < DEFAULT_THRESHOLD
    assert borne_out(0.97, seen=0.1, exact=0.1) == 0.97


def moving(*frames: Image.Image) -> bytes:
    return encoded(frames[0], "GIF", save_all=True, append_images=list(frames[1:]), duration=200)


def test_each_frame_of_what_moves_is_examined_by_itself() -> None:
    other = packshot(3, size=(520, 150))
    assert not MARKS.match(moving(other, mark("Reomuqovoa"))).matches
    assert [found.verdict for found in MARKS.match(moving(other, mark(WORD))).matches] == ["copy"]


def photograph(price: str) -> Image.Image:
    """Draw a picture of many colours with a price on it."""
    noise = np.random.default_rng(3).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    pen.rectangle((330, 380, 630, 460), fill="white")
    pen.text((344, 386), price, fill="black", font=ImageFont.load_default(60), stroke_width=2)
    return image


def test_another_price_on_a_photograph_leaves_it_a_copy() -> None:
    found = best(matcher(reference(photograph("199K"))), photograph("249K"))
    assert found is not None
    assert (found.verdict, found.score) == ("copy", BEST_INEXACT)


def test_a_benign_look_alike_does_not_silence_the_mark_itself() -> None:
    benign = replace(reference(mark("GEOSTOATRVKR"), "acme/benign/other.png"), benign=True)
    found = best(matcher(benign, reference(mark("GEOSTOATROAR"), "acme/mark.png")), mark("GEOSTOATROAR"))
    assert found is not None
    assert found.reference.path == "acme/mark.png"


@given(st.floats(0.5, 1.0), st.floats(0, 1))
def test_ink_elsewhere_never_raises_a_score(score: float, elsewhere: float) -> None:
    assert 0 <= less_what_is_redrawn(score, elsewhere) <= score + 1e-9
    assert less_what_is_redrawn(score, 0.0) == score
    assert less_what_is_redrawn(score, 0.01) < DEFAULT_THRESHOLD
