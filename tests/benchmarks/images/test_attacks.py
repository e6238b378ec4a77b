"""Attacks: the same again for the same choices, of sane size on any picture, and each does what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from benchmarks.images.attacks.attack import Attack
from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.attacks.crops import crop
from benchmarks.images.attacks.turns import turn
from benchmarks.images.chance import chance_of
from tests.benchmarks.images.scenes import attack_named, attacked, green, holds, mottled, not_green

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def test_no_two_have_one_name() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@every_attack
@pytest.mark.parametrize("size", [(40, 30), (64, 900), (900, 64), (500, 400)])
def test_sizes_stay_sane(attack: Attack, size: tuple[int, int]) -> None:
    changed = attack.change(mottled(size), chance_of(attack.name, size), green)
    assert changed.mode == "RGB"
    assert min(changed.size) >= 16
    assert max(changed.size) <= 2600


@every_attack
def test_the_same_choices_give_the_same_picture(attack: Attack) -> None:
    first = attack.change(mottled((300, 240)), chance_of("a"), green)
    again = attack.change(mottled((300, 240)), chance_of("a"), green)
    assert first.tobytes() == again.tobytes()


@every_attack
def test_the_picture_given_is_left_alone_and_the_copy_differs(attack: Attack) -> None:
    image = mottled((320, 240))
    before = image.tobytes()
    assert attack.change(image, chance_of("b"), green).tobytes() != before
    assert image.tobytes() == before


@pytest.mark.parametrize(
    "name", ["resize", "aspect", "hue", "brightness", "text over", "sticker", "rotate 15", "collage 2x2", "border"]
)
def test_strengths_differ_from_choice_to_choice(name: str) -> None:
    image = mottled((300, 240))
    assert len({attacked(name, image, seed).tobytes() for seed in range(4)}) > 1


@pytest.mark.parametrize(("name", "lost"), [("crop 10 %", 0.10), ("crop 25 %", 0.25), ("crop 50 %", 0.50)])
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), wide=st.integers(300, 900), high=st.integers(300, 900))
def test_a_crop_takes_the_area_it_says(name: str, lost: float, seed: int, wide: int, high: int) -> None:
    left = attack_named(name).change(Image.new("RGB", (wide, high)), chance_of(seed), green)
    assert left.width * left.height / (wide * high) == pytest.approx(1 - lost, abs=0.006)


def test_a_crop_is_a_part_of_the_picture() -> None:
    image = mottled((400, 300))
    part = crop(0.25)(image, chance_of("part"))
    assert holds(image, part)


def test_mirroring_is_undone_by_mirroring() -> None:
    image = mottled((300, 200))
    changed = attacked("mirror", image)
    assert image.tobytes() in {ImageOps.mirror(changed).tobytes(), ImageOps.flip(changed).tobytes()}


def test_quarter_turns_keep_every_pixel() -> None:
    image = mottled((300, 200))
    for seed in range(6):
        changed = attacked("rotate 90", image, seed)
        turns = {changed.transpose(way).tobytes() for way in Image.Transpose}
        assert image.tobytes() in turns


def test_a_turn_that_cuts_its_corners_off_shows_nothing_else() -> None:
    white = Image.new("RGB", (400, 300), (10, 10, 10))
    cut = [turned for seed in range(12) if (turned := turn(12, 18)(white, chance_of(seed))).width < 400]
    assert cut
    for turned in cut:
        assert turned.getextrema() == ((10, 10),) * 3
        assert turned.width / turned.height == pytest.approx(4 / 3, abs=0.02)


def test_a_turn_that_fills_its_corners_keeps_the_whole() -> None:
    dark = Image.new("RGB", (400, 300), (10, 10, 10))
    filled = [turned for seed in range(12) if (turned := turn(3, 7)(dark, chance_of(seed))).width > 400]
    assert filled
    for turned in filled:
        own = (np.asarray(turned) == 10).all(axis=2).sum()
        assert own == pytest.approx(400 * 300, rel=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_an_inset_covers_a_fifth_to_nearly_half(seed: int) -> None:
    assert 0.19 <= not_green(attacked("inset 20-45 %", Image.new("RGB", (400, 360), (200, 0, 0)), seed)) <= 0.46


@pytest.mark.parametrize("seed", range(8))
def test_a_logo_covers_five_to_twenty_five_hundredths(seed: int) -> None:
    logo = Image.new("RGB", (300, 200), (230, 0, 0))
    logo.putpixel((0, 0), (0, 0, 0))
    assert 0.03 <= not_green(attacked("logo on product 5-25 %", logo, seed)) <= 0.3


@pytest.mark.parametrize("seed", range(8))
def test_a_collage_holds_the_picture_in_one_of_four_cells(seed: int) -> None:
    sheet = attacked("collage 2x2", Image.new("RGB", (400, 400), (200, 0, 0)), seed)
    red = (np.asarray(sheet) == (200, 0, 0)).all(axis=2)
    assert 0.12 < red.mean() <= 0.26
    halves = [red[:, : red.shape[1] // 2].mean(), red[:, red.shape[1] // 2 :].mean()]
    assert max(halves) > 20 * min(halves)


@pytest.mark.parametrize("seed", range(6))
def test_a_screenshot_shows_the_whole_picture_on_part_of_the_screen(seed: int) -> None:
    screen = attacked("screenshot", Image.new("RGB", (400, 300), (201, 0, 99)), seed)
    own = (np.asarray(screen) == (201, 0, 99)).all(axis=2)
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    assert own.mean() == pytest.approx(np.ptp(rows) * np.ptp(columns) / own.size, rel=0.02)
    assert 0.15 < own.mean() < 0.65


@pytest.mark.parametrize("seed", range(6))
def test_a_border_leaves_the_picture_whole_inside(seed: int) -> None:
    image = mottled((300, 240))
    framed = attacked("border", image, seed)
    assert framed.width > 300
    assert framed.height > 240
    assert holds(framed, image)


@pytest.mark.parametrize(("name", "least", "most"), [("text over", 0.005, 0.5), ("sticker", 0.02, 0.45)])
def test_overlays_cover_part_of_the_picture(name: str, least: float, most: float) -> None:
    image = mottled((500, 400))
    for seed in range(6):
        changed = attacked(name, image, seed)
        differing = np.asarray(ImageChops.difference(image, changed)).max(axis=2) > 0
        assert least < differing.mean() < most


def test_grey_has_no_colour_and_noise_is_as_strong_as_it_says() -> None:
    image = Image.new("RGB", (300, 300), (120, 130, 140))
    red, green_, blue = attacked("grey", image).getpixel((5, 5))  # type: ignore[misc]
    assert red == green_ == blue
    spread = np.asarray(attacked("noise", image)).astype(float).std(axis=(0, 1))
    assert (spread > 7).all()
    assert (spread < 26).all()


def test_logos_are_only_put_on_goods_where_they_are_logos() -> None:
    assert attack_named("logo on product 5-25 %").on == {"logo"}
    assert attack_named("JPEG").on == {"logo", "photo"}
