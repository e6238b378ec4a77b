from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from detectors.images.colours import is_recoloured
from detectors.images.homography import Matrix
from detectors.images.likeness import Likeness, likeness
from detectors.images.warping import Pyramid, lay_over
from tests.detectors.images.pictures import packshot

SIZE = (480, 360)
SHIFTED = np.array([[1.0, 0, 60], [0, 1, 30], [0, 0, 1]])


def laid(picture: Image.Image, matrix: Matrix, reference: Image.Image | None = None) -> Likeness:
    return likeness(lay_over(Pyramid(np.asarray(picture)), np.asarray(reference or packshot(1)), SIZE, matrix), 2)


def letters(word: str) -> Image.Image:
    drawn = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(drawn).text((20, 120), word, fill="#103080", font=ImageFont.load_default(100))
    return drawn


def on_ground(image: Image.Image, size: tuple[int, int] = (640, 480)) -> Image.Image:
    ground = Image.new("RGB", size, "white")
    ground.paste(image, (60, 30))
    return ground


def test_a_reference_that_lies_there_agrees_everywhere() -> None:
    found = laid(on_ground(packshot(1)), SHIFTED)
    assert (found.same, found.visible) == (1, 1)
    assert found.agreeing == found.drawn > 40
    assert found.other_colour < 0.05


@pytest.mark.parametrize("part", [0.5, 0.25])
def test_only_what_is_inside_the_picture_is_compared(part: float) -> None:
    found = laid(on_ground(packshot(1)).crop((0, 0, 60 + round(480 * part), 480)), SHIFTED)
    assert found.same > 0.9
    assert found.visible < 1.3 * part


def test_what_covers_a_part_spoils_that_part() -> None:
    covered = packshot(1)
    ImageDraw.Draw(covered).rectangle((96, 190, 384, 330), fill="navy")
    found = laid(on_ground(covered), SHIFTED)
    assert 0.4 < found.same < 0.8


def test_other_goods_and_a_wrong_place_agree_less() -> None:
    assert laid(on_ground(packshot(9)), SHIFTED).same < 0.8
    assert laid(on_ground(packshot(1)), SHIFTED + np.array([[0, 0, 25], [0, 0, 18], [0, 0, 0]])).same < 0.3


def test_what_is_drawn_otherwise_is_told_from_what_is_covered() -> None:
    ours = on_ground(letters("ABKLMNE"))
    covered = ours.copy()
    ImageDraw.Draw(covered).rectangle((60, 90, 180, 330), fill="orange")
    assert laid(covered, SHIFTED, letters("ABKLMNE")).otherwise < 0.05
    assert laid(on_ground(letters("OBKLMNE")), SHIFTED, letters("ABKLMNE")).otherwise > 0.05


@pytest.mark.parametrize("label", ["green", "blue", "gold", "black"])
def test_another_colour_is_seen(label: str) -> None:
    found = laid(on_ground(packshot(1, label=label)), SHIFTED)
    assert found.same > 0.8
    assert is_recoloured(found.other_colour)


@pytest.mark.parametrize("scale", [0.1, 0.5, 3.0])
def test_size_does_not_matter(scale: float) -> None:
    small = packshot(1).resize((round(480 * scale), round(360 * scale)), Image.Resampling.BOX)
    assert laid(small, np.diag([scale, scale, 1])).same > 0.75


@pytest.mark.parametrize("size", [(480, 24), (20, 400), (3, 3)])
def test_odd_shapes_are_compared_or_not_but_never_fail(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", (300, 300), "white")
    strip = packshot(1).resize(size)
    picture.paste(strip, (0, 0))
    found = likeness(lay_over(Pyramid(np.asarray(picture)), np.asarray(strip), size, np.eye(3)), 2)
    assert 0 <= found.same <= 1
    assert 0 <= found.visible <= 1


def test_outside_the_picture_nothing_agrees() -> None:
    away = np.array([[1.0, 0, 5000], [0, 1, 0], [0, 0, 1]])
    found = laid(packshot(1), away)
    assert (found.drawn, found.same, found.visible) == (0, 0, 0)


@pytest.mark.parametrize("height", [76, 79, 84, 87])
def test_a_mark_of_any_height_lies_on_itself(height: int) -> None:
    mark = letters("WORDMARK").crop((0, 110, 480, 230)).resize((256, height))
    size = mark.width * 2, mark.height * 2
    seen = mark.resize(size, Image.Resampling.BICUBIC)
    found = likeness(lay_over(Pyramid(np.asarray(seen)), np.asarray(mark), size, np.eye(3)), 0)
    assert found.exact > 0.95
