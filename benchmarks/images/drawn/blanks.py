"""Pictures with nearly nothing in them, as shops show where a photo is missing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

from benchmarks.images.drawn.labels import ink_over
from benchmarks.images.drawn.lettering import Hand, written
from benchmarks.images.drawn.surfaces import WHITE, Size, coloured, gradient

MISSING = ("Chưa có ảnh", "Ảnh đang cập nhật", "No image", "Coming soon", "Image not available", "Hết hàng")


def draw_blank(chance: random.Random) -> Image.Image:
    """Draw one colour, a faint gradient, or a grey placeholder with a few words."""
    size = chance.choice(((500, 500), (800, 600), (600, 800)))
    return chance.choice(tuple(KINDS.values()))(size, chance)


def _plain(size: Size, chance: random.Random) -> Image.Image:
    return Image.new("RGB", size, chance.choice((WHITE, (0, 0, 0), coloured(chance.random(), chance.random(), 0.9))))


def _faint(size: Size, chance: random.Random) -> Image.Image:
    hue = chance.random()
    return gradient(size, coloured(hue, 0.1, 0.98), coloured(hue, 0.25, 0.85), chance)


def _placeholder(size: Size, chance: random.Random) -> Image.Image:
    grey = chance.randint(215, 245)
    image = Image.new("RGB", size, (grey, grey, grey))
    pen, dark = ImageDraw.Draw(image), (grey - 50,) * 3
    left, top = 0.35 * size[0], 0.35 * size[1]
    pen.rounded_rectangle((left, top, size[0] - left, size[1] - top), 12, outline=dark, width=6)
    pen.ellipse((left * 1.15, top * 1.12, left * 1.35, top * 1.32), fill=dark)
    low = size[1] - top - 8
    pen.polygon(
        [(left + 10, low), (0.47 * size[0], top * 1.3), (0.53 * size[0], low), (size[0] - left - 10, low)], fill=dark
    )
    line = written(chance.choice(MISSING), size[1] // 14, Hand(weight=chance.randrange(300, 800, 100)))
    ink_over(image, line, ((size[0] - line.width) / 2, size[1] - top + 20), dark)
    return image


KINDS: Mapping[str, Callable[[Size, random.Random], Image.Image]] = {
    "plain": _plain,
    "faint": _faint,
    "placeholder": _placeholder,
}
