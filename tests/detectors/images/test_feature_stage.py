from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from detectors.images.matches import ImageMatch, Match
from detectors.images.scores import DEFAULT_THRESHOLD
from tests.detectors.images.pictures import ROSE, encoded, matcher, packshot, plain_mark, reference

OURS = packshot(1)
MATCHER = matcher(reference(OURS), *(reference(packshot(s), f"acme/{s}.png") for s in range(2, 8)))


def scene(seed: int, size: tuple[int, int] = (800, 640)) -> Image.Image:
    """Draw a busy shelf with nothing of ours on it."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, "#b09070")
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = chance.uniform(0, size[0]), chance.uniform(0, size[1])
        shade = tuple(chance.randrange(256) for _ in range(3))
        pen.polygon([(x + chance.uniform(-90, 90), y + chance.uniform(-90, 90)) for _ in range(4)], fill=shade)
    return image


def screenshot(image: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (540, 960), "#f4f4f4")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 540, 60), fill="#ee4d2d")
    pen.text((20, 20), "12:30   Chi tiết sản phẩm", fill="white")
    screen.paste(image.resize((540, 405)), (0, 60))
    for line in range(8):
        pen.text((20, 500 + 50 * line), "Mô tả: hàng mới, giao nhanh trong ngày", fill="black")
    return screen


def collage(image: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (800, 640), "white")
    for place, part in zip([(0, 0), (400, 0), (0, 320)], (scene(1), scene(2), scene(3)), strict=True):
        whole.paste(part.resize((396, 316)), place)
    whole.paste(image.resize((396, 297)), (404, 330))
    return whole


def inset(image: Image.Image) -> Image.Image:
    whole = scene(4)
    whole.paste(image.resize((400, 300)), (330, 250))
    return whole


def printed(image: Image.Image) -> Image.Image:
    # Pillow maps the result's pixels to the picture's.
    lying = (1.1, 0.12, -60, -0.06, 1.2, -20, 0.0003, 0.0002)
    seen = image.resize((640, 480)).transform((640, 480), Image.Transform.PERSPECTIVE, lying, fillcolor="#806040")
    return seen.point(lambda level: round(level * 0.8 + 15))


CHANGES: dict[str, tuple[Callable[[Image.Image], Image.Image], set[str]]] = {
    "quarter cut off": (lambda image: image.crop((70, 30, 480, 340)), {"copy"}),
    "half cut off": (lambda image: image.crop((120, 20, 420, 310)), {"copy"}),
    "turned by 5 degrees": (lambda image: image.rotate(5, fillcolor="white"), {"copy"}),
    "turned by 15 degrees": (lambda image: image.rotate(-15, expand=True, fillcolor="navy"), {"copy"}),
    "screenshot": (screenshot, {"contains"}),
    "collage": (collage, {"contains"}),
    "inset": (inset, {"contains"}),
    "photo of a print": (printed, {"copy", "contains"}),
    "mirrored, cut, screenshot": (
        lambda image: screenshot(ImageOps.mirror(image).crop((40, 20, 460, 340))),
        {"contains", "copy"},
    ),
}


def ours(found: ImageMatch) -> Match:
    assert found.usable
    assert found.matches
    assert found.matches[0].reference.path == "acme/box.png"
    return found.matches[0]


@pytest.mark.parametrize("change", CHANGES)
def test_changes_that_move_every_hash_are_found(change: str) -> None:
    changed, verdicts = CHANGES[change]
    match = ours(MATCHER.match(encoded(changed(OURS), "JPEG", quality=80)))
    assert match.verdict in verdicts
    assert DEFAULT_THRESHOLD <= match.score < 1


def test_the_box_is_where_the_reference_lies() -> None:
    box = ours(MATCHER.match(encoded(inset(OURS)))).box
    assert max(abs(a - b) for a, b in zip(box, (330, 250, 400, 300), strict=True)) <= 12


def test_a_box_never_leaves_the_picture() -> None:
    x, y, width, height = ours(MATCHER.match(encoded(OURS.crop((120, 20, 420, 310))))).box
    assert x >= 0
    assert y >= 0
    assert x + width <= 300
    assert y + height <= 290


def test_another_colour_in_a_scene_is_a_variant() -> None:
    found = MATCHER.match(encoded(inset(packshot(1, label="green"))))
    assert ours(found).verdict == "variant"


def test_a_mark_on_goods_is_named_beside_the_picture_of_the_goods() -> None:
    mark = Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(mark)
    pen.polygon([(150, 20), (280, 260), (150, 200), (20, 260)], fill="purple")
    pen.rectangle((110, 90, 190, 120), fill="gold")
    pen.line((60, 280, 240, 275), fill="black", width=9)
    pen.ellipse((135, 140, 170, 175), fill="teal")
    goods = scene(9)
    goods.paste(mark.resize((260, 260)), (300, 200))
    both = matcher(reference(mark, "acme/mark.png"), reference(goods, "acme/goods.png"))
    named = {match.reference.path for match in both.match(encoded(goods.crop((60, 40, 760, 600)))).matches}
    assert named == {"acme/mark.png", "acme/goods.png"}


def test_other_scenes_match_nothing() -> None:
    for seed in range(20, 45):
        assert MATCHER.match(encoded(scene(seed))) == ImageMatch(usable=True)


def test_a_line_of_many_colours_is_still_found() -> None:
    shades = [f"#{level:02x}3070" for level in range(20, 250, 10)]
    line = matcher(*(reference(packshot(1, label=shade), f"acme/{shade}.png") for shade in shades))
    assert line.match(encoded(inset(packshot(1, label=shades[9])))).matches


CHECKS = (np.indices((1200, 1200)).sum(axis=0) % 2 * 255).astype(np.uint8)
STRIPES = np.broadcast_to((np.arange(1600) // 4 % 2 * 255).astype(np.uint8), (1200, 1600))
NOISE = np.random.default_rng(2).integers(0, 256, (1500, 1500, 3), dtype=np.uint8)
DOTS = np.where(np.indices((1024, 1024)).sum(axis=0) % 12 < 4, 0, 255).astype(np.uint8)


@pytest.mark.faults
@pytest.mark.parametrize(
    "pixels", [CHECKS, STRIPES, NOISE, DOTS, NOISE[:80, :1500], np.ascontiguousarray(STRIPES[:64, :1200])]
)
def test_hostile_pictures_cost_little_and_match_nothing(pixels: np.ndarray) -> None:
    content = encoded(Image.fromarray(np.ascontiguousarray(pixels)))
    tracemalloc.start()
    started = time.process_time()
    found = MATCHER.match(content)
    spent = time.process_time() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.matches == ()
    # No measure of speed: a bound against what would run for minutes or fill the memory.
    assert spent < 20
    assert peak < 300_000_000


def test_a_plain_mark_is_named_on_goods_that_are_as_light_as_it() -> None:
    goods = scene(5)
    goods.paste(ROSE, (120, 80, 640, 480))
    mark = plain_mark(None).rotate(8, expand=True, resample=Image.Resampling.BICUBIC)
    goods.paste(mark, (180, 120), mark)
    marks = matcher(reference(plain_mark(), "acme/mark.png"), *(reference(packshot(s), f"{s}.png") for s in (2, 3)))
    found = marks.match(encoded(goods, "JPEG", quality=85))
    assert [match.reference.path for match in found.matches] == ["acme/mark.png"]
    assert found.matches[0].stage == "local"
