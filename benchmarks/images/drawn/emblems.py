"""Emblems: small figures for marks, labels and patterns, as masks."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageChops, ImageDraw

Figure = Callable[[ImageDraw.ImageDraw, int, random.Random], None]
SIDE = 256


def emblem(side: int, chance: random.Random) -> Image.Image:
    """Give a figure (mode L, square) put together of one to three simpler ones."""
    image = Image.new("L", (SIDE, SIDE))
    for number in range(chance.randint(1, 3)):
        layer = Image.new("L", (SIDE, SIDE))
        chance.choice(tuple(FIGURES.values()))(ImageDraw.Draw(layer), SIDE, chance)
        part = chance.uniform(0.45, 0.8) if number else 1.0
        small = layer.resize((round(SIDE * part),) * 2, Image.Resampling.BILINEAR)
        placed = Image.new("L", image.size)
        placed.paste(small, ((SIDE - small.width) // 2 + round(chance.uniform(-0.1, 0.1) * SIDE * (number > 0)),) * 2)
        image = ImageChops.difference(image, placed)
    return image.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)


def _ring(points: int, radii: tuple[float, ...], turn: float, side: int) -> list[tuple[float, float]]:
    return [
        (
            side / 2 + radii[n % len(radii)] * side * math.cos(turn + 2 * math.pi * n / points),
            side / 2 + radii[n % len(radii)] * side * math.sin(turn + 2 * math.pi * n / points),
        )
        for n in range(points)
    ]


def _disc(pen: ImageDraw.ImageDraw, side: int, _: random.Random) -> None:
    pen.ellipse((0.04 * side, 0.04 * side, 0.96 * side, 0.96 * side), fill=255)


def _rings(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    wide = chance.uniform(0.05, 0.12)
    for number in range(chance.randint(1, 3)):
        edge = 0.03 + number * (wide + chance.uniform(0.05, 0.1))
        box = (edge * side, edge * side, (1 - edge) * side, (1 - edge) * side)
        pen.arc(box, chance.uniform(0, 90), chance.uniform(220, 450), fill=255, width=round(wide * side))


def _polygon(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    pen.polygon(_ring(chance.randint(3, 8), (0.48,), chance.uniform(0, 6.3), side), fill=255)


def _star(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    radii = (0.48, chance.uniform(0.15, 0.4))
    pen.polygon(_ring(2 * chance.randint(4, 12), radii, chance.uniform(0, 6.3), side), fill=255)


def _petals(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    count, size = chance.randint(3, 7), chance.uniform(0.1, 0.17)
    for x, y in _ring(count, (0.3,), chance.uniform(0, 6.3), side):
        pen.ellipse((x - size * side, y - size * side, x + size * side, y + size * side), fill=255)


def _shield(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    waist = chance.uniform(0.5, 0.7)
    points = ((0.1, 0.08), (0.5, chance.uniform(0, 0.15)), (0.9, 0.08), (0.88, waist), (0.5, 0.97), (0.12, waist))
    pen.polygon([(x * side, y * side) for x, y in points], fill=255)


def _bars(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    count, slope = chance.randint(3, 6), chance.uniform(-0.25, 0.25) * side
    for number in range(count):
        left, wide = number / count * side, chance.uniform(0.3, 0.7) / count * side
        top = chance.uniform(0, 0.4) * side
        pen.polygon([(left, side), (left + slope, top), (left + slope + wide, top), (left + wide, side)], fill=255)


def _leaf(pen: ImageDraw.ImageDraw, side: int, chance: random.Random) -> None:
    reach = chance.uniform(0.15, 0.35)
    for start in (0.0, 90.0) if chance.randrange(2) else (chance.uniform(0, 180),):
        turn = math.radians(start)
        points = [
            (
                side / 2 + side * (0.48 * math.cos(t) * math.cos(turn) - reach * math.sin(t) ** 3 * math.sin(turn)),
                side / 2 + side * (0.48 * math.cos(t) * math.sin(turn) + reach * math.sin(t) ** 3 * math.cos(turn)),
            )
            for t in (2 * math.pi * n / 48 for n in range(48))
        ]
        pen.polygon(points, fill=255)


FIGURES: Mapping[str, Figure] = {
    "disc": _disc,
    "rings": _rings,
    "polygon": _polygon,
    "star": _star,
    "petals": _petals,
    "shield": _shield,
    "bars": _bars,
    "leaf": _leaf,
}
