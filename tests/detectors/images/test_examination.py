"""What the stages take for a copy is looked at once more: other letters, another flavour's label."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from detectors.images.match import ImageMatcher
from detectors.images.matches import Match
from detectors.images.scores import DEFAULT_THRESHOLD, DOUBTFUL, borne_out
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


def test_a_label_of_another_hue_is_a_variant_however_small() -> None:
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
