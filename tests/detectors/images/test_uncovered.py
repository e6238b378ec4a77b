from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from detectors.images.colours import is_recoloured
from detectors.images.uncovered import Uncovered, uncovered
from detectors.images.warping import Pyramid, lay_over
from tests.detectors.images.pictures import ROSE, packshot, plain_mark
from tests.detectors.images.test_warping import letters

SIZE = (480, 360)
WORD = letters("ABKLMNE")


def under(picture: Image.Image, reference: Image.Image = WORD) -> Uncovered:
    return uncovered(lay_over(Pyramid(np.asarray(picture)), np.asarray(reference), SIZE, np.eye(3)), 1)


def barred(image: Image.Image, colour: str, tall: int) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).rectangle((0, 180 - tall // 2, 480, 180 + tall // 2), fill=colour)
    return drawn


def test_itself_is_seen_whole_and_agrees() -> None:
    found = under(WORD)
    assert (found.exact, found.other_colour) == (1, 0)
    assert found.seen > 0.9


def test_a_thin_bar_takes_nothing_from_what_is_beside_it() -> None:
    found = under(barred(WORD, "#d01060", 10))
    assert found.exact > 0.95
    assert found.seen > 0.6


def test_a_bar_of_the_words_own_ink_contradicts_instead_of_covering() -> None:
    foreign, own = under(barred(WORD, "#d01060", 30)), under(barred(WORD, "#103080", 30))
    assert foreign.exact > own.exact + 0.15


def test_the_more_is_covered_the_less_is_seen() -> None:
    seen = [under(barred(WORD, "#d01060", tall)).seen for tall in (10, 40, 70)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > seen[-1] + 0.3


def test_other_words_of_the_same_ink_do_not_agree() -> None:
    assert under(letters("HOSTVGU")).exact < 0.4


def test_another_colour_is_no_cover() -> None:
    assert is_recoloured(under(packshot(1, label="green"), packshot(1)).other_colour)
    assert not is_recoloured(under(packshot(1), packshot(1)).other_colour)


def test_a_mark_cut_from_its_ground_agrees_on_goods_as_light_as_itself() -> None:
    found = under(plain_mark(ROSE).resize(SIZE), plain_mark("white").resize(SIZE))
    assert found.seen > 0.95
    assert found.same > 0.9


def test_a_cover_over_half_of_a_mark_does_not_stand_in_for_its_ground() -> None:
    assert under(barred(WORD, "#d01060", 80)).seen < 0.8


@pytest.mark.parametrize("colour", ["white", "#d01060"])
def test_nothing_left_to_see_agrees_with_nothing(colour: str) -> None:
    assert under(Image.new("RGB", SIZE, colour)).exact == 0
