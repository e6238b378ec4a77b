"""The picture as a part of another: collage, inset, a photo of a print."""

from __future__ import annotations

import math
import random

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from benchmarks.images.attacks.pixels import compress
from benchmarks.images.chance import likely
from benchmarks.images.drawn.surfaces import WHITE, clouds, coloured, noisy, shaded, table
from benchmarks.images.pictures import Others
from benchmarks.images.warp import jittered, laid

MOST_CUT = 0.1


def collage(image: Image.Image, chance: random.Random, others: Others) -> Image.Image:
    """Put the picture into one of four cells; the other cells show other goods. With or without gaps."""
    cell = chance.randint(300, 520), chance.randint(300, 520)
    gap = chance.choice((0, 0, 4, 10, 24))
    fill = WHITE if likely(chance, 0.5) else coloured(chance.random(), chance.random(), chance.random())
    sheet = Image.new("RGB", (2 * cell[0] + 3 * gap, 2 * cell[1] + 3 * gap), fill)
    mine, whole = chance.randrange(4), likely(chance, 0.5)
    for number in range(4):
        shown = image if number == mine else others(chance)
        part = ImageOps.pad(shown, cell, color=fill) if whole else _filling(shown, cell)
        row, column = divmod(number, 2)
        sheet.paste(part, (gap + column * (cell[0] + gap), gap + row * (cell[1] + gap)))
    return sheet


def inset(image: Image.Image, chance: random.Random, others: Others) -> Image.Image:
    """Lay the picture over another one, on 20 to 45 % of its area."""
    under = others(chance)
    area = chance.uniform(0.2, 0.45) * under.width * under.height
    small = image.resize(_of_area(image.size, area, (0.97 * under.width, 0.97 * under.height)))
    if likely(chance, 0.4):
        edge = max(2, round(0.012 * max(small.size)))
        small = ImageOps.expand(ImageOps.crop(small, edge), edge, coloured(chance.random(), chance.random(), 0.9))
    place = chance.randint(0, under.width - small.width), chance.randint(0, under.height - small.height)
    shown = under.copy()
    shown.paste(small, place)
    return shown


def photographed_print(image: Image.Image, chance: random.Random, _: Others) -> Image.Image:
    """Print the picture, lay it on a table and photograph it askew: shade, moiré, blur and noise."""
    paper = ImageOps.expand(image, round(chance.choice((0, 0.03, 0.08)) * min(image.size)), WHITE)
    long = chance.randint(700, 1000)
    short = round(long * chance.uniform(0.7, 1))
    size = (long, short) if paper.width > paper.height else (short, long)
    wide, high = _of_area(paper.size, chance.uniform(0.4, 0.7) * long * short, (0.86 * size[0], 0.86 * size[1]))
    x, y = (size[0] - wide) * chance.uniform(0.3, 0.7), (size[1] - high) * chance.uniform(0.3, 0.7)
    flat, mask = laid(paper, jittered((x, y, wide, high), chance.uniform(0.03, 0.07), chance), size)
    scene = table(size, chance)
    scene.paste(flat, mask=mask)
    scene = _moire(shaded(scene, _uneven_light(size, chance)), chance)
    scene = scene.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 1.6)))
    return compress(noisy(scene, chance.uniform(2, 8), chance), chance)


def _filling(image: Image.Image, cell: tuple[int, int]) -> Image.Image:
    """Fill a cell: cut off what is too long, up to a tenth of the area, and show more than that with bands."""
    ratio = image.width / image.height / (cell[0] / cell[1])
    if min(ratio, 1 / ratio) >= 1 - MOST_CUT:
        return ImageOps.fit(image, cell)
    return ImageOps.pad(image, cell, color=WHITE)


def _of_area(size: tuple[int, int], area: float, room: tuple[float, float]) -> tuple[int, int]:
    """Scale a size to an area, or to what fits into the room where that is less."""
    factor = min(math.sqrt(area / (size[0] * size[1])), room[0] / size[0], room[1] / size[1])
    return max(2, round(size[0] * factor)), max(2, round(size[1] * factor))


def _uneven_light(size: tuple[int, int], chance: random.Random) -> Image.Image:
    depth = chance.randint(20, 90)
    lump = clouds(size, chance, (size[0] // 2, size[1] // 2))
    return lump.point(lambda v: 255 - depth + v * depth // 255)


def _moire(image: Image.Image, chance: random.Random) -> Image.Image:
    """Lay faint waves over the picture, as a camera sees on a screen or a raster."""
    depth, period, lean = chance.uniform(0, 0.08), chance.uniform(3, 9), chance.uniform(0, math.pi)
    y, x = np.mgrid[0 : image.height, 0 : image.width].astype(np.float32)
    waves = 1 - depth * (0.5 + 0.5 * np.sin(2 * np.pi / period * (x * np.cos(lean) + y * np.sin(lean))))
    return Image.fromarray((np.asarray(image) * waves[..., None]).astype(np.uint8))
