from __future__ import annotations

import time

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from detectors.images.panels import panels
from detectors.images.views import Box, alike
from tests.detectors.images.pictures import bordered, packshot

# As dark as one another they would be one to the eye that sees light alone.
LABELS = ("red", "red", "gold", "#102050", "white")


def nearest(image: Image.Image, wanted: Box) -> float:
    """Give how much of the wanted box the best panel has."""
    return max((alike(box, wanted) for box in panels(np.asarray(image))), default=0.0)


def goods(seed: int, size: tuple[int, int]) -> Image.Image:
    """Draw goods that fill the picture."""
    return packshot(seed, label=LABELS[seed]).crop((120, 108, 360, 270)).resize(size)


@pytest.mark.parametrize("mine", range(4))
@pytest.mark.parametrize("gap", [0, 3, 12])
@pytest.mark.parametrize("fill", ["white", "navy"])
def test_each_cell_of_a_collage_is_a_panel(mine: int, gap: int, fill: str) -> None:
    whole = Image.new("RGB", (480 + gap, 360 + gap), fill)
    places = [(column * (240 + gap), row * (180 + gap)) for row in range(2) for column in range(2)]
    for number, place in enumerate(places):
        whole.paste(goods(number + 1, (240, 180)), place)
    assert nearest(whole, (*places[mine], 240, 180)) > 0.85


def test_an_inset_with_an_edge_is_a_panel() -> None:
    whole = goods(1, (512, 384))
    whole.paste(ImageOps.expand(goods(2, (194, 144)), 3, "lime"), (250, 190))
    assert nearest(whole, (250, 190, 200, 150)) > 0.95


def test_a_picture_in_a_border_is_a_panel() -> None:
    assert nearest(bordered(goods(1, (300, 260)), (60, 40, 90, 30)), (60, 40, 300, 260)) > 0.95


def mark() -> Image.Image:
    """Draw a plain mark of a symbol and two words, on white."""
    image = Image.new("RGB", (220, 80), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, 79, 79), fill="purple")
    pen.rectangle((30, 20, 50, 60), fill="white")
    pen.rectangle((96, 5, 219, 33), fill="black")
    pen.rectangle((96, 46, 190, 74), fill="teal")
    return image


def test_a_mark_of_several_parts_on_a_page_is_one_panel() -> None:
    page = Image.new("RGB", (360, 500), "white")
    page.paste("red", (0, 0, 360, 40))
    page.paste(mark(), (70, 80))
    pen = ImageDraw.Draw(page)
    for line in range(12):
        pen.text((20, 220 + 20 * line), "Mô tả: hàng mới, giao nhanh trong ngày", fill="black")
    assert nearest(page, (70, 80, 220, 80)) > 0.9


def test_panels_are_few_lie_inside_and_are_never_the_whole() -> None:
    for seed in range(20):
        frame = np.asarray(packshot(seed, size=(512, 300 + 5 * seed)))
        found = panels(frame)
        assert len(found) <= 23
        for x, y, width, height in found:
            assert min(x, y) >= 0
            assert min(width, height) > 0
            assert x + width <= frame.shape[1]
            assert y + height <= frame.shape[0]
            assert width * height < 0.94 * frame.shape[0] * frame.shape[1]


CHECKS = (np.indices((384, 512)).sum(axis=0) % 2 * 255).astype(np.uint8)
GRID = np.where((np.indices((384, 512)) % 16 < 2).any(axis=0), 0, 255).astype(np.uint8)
DOTS = np.where((np.indices((384, 512)) % 6 < 2).all(axis=0), 0, 255).astype(np.uint8)
NOISE = np.random.default_rng(1).integers(0, 256, (384, 512), dtype=np.uint8)


@pytest.mark.faults
@pytest.mark.parametrize("light", [CHECKS, GRID, DOTS, NOISE, np.zeros_like(CHECKS), NOISE[:26], NOISE[:, :26]])
def test_hostile_patterns_cost_little(light: np.ndarray) -> None:
    frame = np.ascontiguousarray(np.repeat(light[..., None], 3, axis=2))
    started = time.process_time()
    assert len(panels(frame)) <= 23
    # No measure of speed: a bound against what would run for minutes.
    assert time.process_time() - started < 10
