from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance

from detectors.images.colours import is_recoloured
from detectors.images.hashes import hashed_form
from detectors.images.layout import Agreement, Layout, compare
from tests.detectors.images.pictures import packshot


def agreement(query: Image.Image, reference: Image.Image) -> Agreement:
    return compare(Layout.of(hashed_form(np.asarray(query))), Layout.of(hashed_form(np.asarray(reference))))


def same(found: Agreement) -> float:
    assert found.same is not None
    return found.same


@pytest.mark.parametrize("edit", ["darker", "lighter", "grey", "pale", "strong"])
def test_an_edit_of_the_whole_is_the_same_colour(edit: str) -> None:
    image = packshot(1)
    edited = {
        "darker": ImageEnhance.Brightness(image).enhance(0.7),
        "lighter": ImageEnhance.Brightness(image).enhance(1.15),
        "grey": image.convert("L").convert("RGB"),
        "pale": ImageEnhance.Color(image).enhance(0.5),
        "strong": ImageEnhance.Contrast(image).enhance(1.25),
    }[edit]
    found = agreement(edited, image)
    assert same(found) > 0.8
    assert not is_recoloured(found.other_colour)


@pytest.mark.parametrize("label", ["green", "blue", "gold", "black"])
def test_another_colour_of_the_label_is_another_colour(label: str) -> None:
    assert is_recoloured(agreement(packshot(1, label=label), packshot(1)).other_colour)
    assert is_recoloured(agreement(packshot(1), packshot(1, label=label)).other_colour)


def test_text_over_a_picture_spoils_some_blocks_only() -> None:
    image = packshot(1)
    covered = image.copy()
    ImageDraw.Draw(covered).rectangle((0, 250, 480, 300), fill="navy")
    found = agreement(covered, image)
    assert 0.5 < same(found) < 1
    assert not is_recoloured(found.other_colour)


def test_other_goods_do_not_agree() -> None:
    assert same(agreement(packshot(1), packshot(2))) < same(agreement(packshot(1), packshot(1))) == 1


def test_too_little_drawn_says_nothing() -> None:
    stroke = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(stroke).line((10, 10, 60, 60), fill="black", width=9)
    assert agreement(stroke, stroke).same is None
