"""Things to wear and carry: shoe, bag and shirt, as a picture and its outline."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.images.chance import chance_of, likely
from benchmarks.images.drawn.emblems import emblem
from benchmarks.images.drawn.labels import ink_over, inks_of, line_of
from benchmarks.images.drawn.lettering import any_hand
from benchmarks.images.drawn.packs import Piece
from benchmarks.images.drawn.product import Product
from benchmarks.images.drawn.surfaces import Size, clouds, coloured, shaded

Points = list[tuple[float, float]]
# How far, in parts of the sides, the corners of an outline lie from where they usually are.
CUT = 0.035


def shoe(product: Product, high: int) -> Piece:
    """Draw a sports shoe from the side."""
    chance, design = chance_of("shape", product.shape), chance_of("label", product.design)
    size = (round(high * chance.uniform(1.5, 1.9)), high)
    inks, collar = inks_of(product, design), chance.uniform(0.02, 0.2)
    upper = (
        (0.03, 0.8), (0.02, 0.35), (0.07, collar), (0.3, collar + 0.05), (0.42, 0.25), (0.62, 0.42), (0.85, 0.52),
        (0.98, 0.68), (0.98, 0.82),
    )  # fmt: skip
    sole = ((0.01, 0.78), (0.5, 0.82), (0.99, 0.76), (0.98, 0.96), (0.5, chance.uniform(0.93, 0.99)), (0.02, 0.98))
    image, outline = Image.new("RGB", size, inks.paper), Image.new("L", size)
    pen = ImageDraw.Draw(image)
    for _ in range(design.randint(2, 4)):
        patch = [(design.uniform(0, 1) * size[0], design.uniform(0.1, 0.9) * high) for _ in range(4)]
        pen.polygon(patch, fill=design.choice((inks.accent, inks.second, inks.paper)))
    _stripes(image, product, design)
    for number in range(design.randint(4, 7)):
        x, y = (0.36 + 0.05 * number) * size[0], (0.22 + 0.045 * number) * high
        pen.line((x, y, x + 0.09 * size[0], y + 0.06 * high), fill=inks.ink, width=max(2, high // 70))
    pen.polygon(_smooth(sole, size), fill=design.choice(((245, 245, 240), (40, 40, 45), inks.second)))
    ink_over(
        image, line_of(product.name, (size[0] // 4, high // 9), any_hand(design)), (0.1 * size[0], 0.5 * high), inks.ink
    )
    for cut in (_moved(upper, chance), sole):
        ImageDraw.Draw(outline).polygon(_smooth(cut, size), fill=255)
    return shaded(image, _folds(size, chance, 40)), outline


def bag(product: Product, high: int) -> Piece:
    """Draw a handbag with a handle, stitches, a clasp and perhaps a pattern of emblems."""
    chance, design = chance_of("shape", product.shape), chance_of("label", product.design)
    size = (round(high * chance.uniform(0.8, 1.25)), high)
    inks, slope, top = inks_of(product, design), chance.uniform(0.0, 0.12), chance.uniform(0.3, 0.45)
    image = Image.new("RGB", size, coloured(product.hue, design.uniform(0.2, 0.7), design.uniform(0.25, 0.9)))
    if likely(design, 0.5):
        _pattern(image, design, inks.second)
    body: Points = [(slope * size[0], top * high), ((1 - slope) * size[0], top * high), (size[0], high), (0, high)]
    outline = Image.new("L", size)
    ImageDraw.Draw(outline).polygon(body, fill=255)
    reach = chance.uniform(0.18, 0.3)
    handle = ((0.5 - reach) * size[0], 0.03 * high, (0.5 + reach) * size[0], (2 * top - 0.03) * high)
    ImageDraw.Draw(outline).arc(handle, 180, 360, fill=255, width=max(5, high // 28))
    _stitched(image, high, top, design.uniform(0.1, 0.3))
    mark = line_of(product.name, (round(size[0] * 0.5), high // 12), any_hand(design))
    ink_over(image, mark, ((size[0] - mark.width) / 2, 0.72 * high), inks.ink)
    return shaded(image, _folds(size, chance, 60)), outline


def shirt(product: Product, high: int) -> Piece:
    """Draw a shirt with a print on its chest."""
    chance, design = chance_of("shape", product.shape), chance_of("label", product.design)
    size = (round(high * chance.uniform(0.95, 1.15)), high)
    inks, sleeve = inks_of(product, design), chance.uniform(0.35, 0.6)
    image = Image.new("RGB", size, design.choice((inks.paper, inks.accent, (250, 250, 250), (30, 30, 34))))
    half: Points = [
        (0.5, 0.1),
        (0.38, 0.02),
        (0.22, 0.07),
        (0.01, sleeve),
        (0.14, sleeve + 0.1),
        (0.24, 0.34),
        (0.22, 0.99),
    ]
    half = _moved(half, chance)
    points = [*half, *((1 - x, y) for x, y in reversed(half[1:]))]
    outline = Image.new("L", size)
    ImageDraw.Draw(outline).polygon([(x * size[0], y * high) for x, y in points], fill=255)
    if likely(design, 0.3):
        _stripes(image, product, design)
    ink = design.choice((inks.second, inks.ink, inks.accent))
    side = round(size[0] * design.uniform(0.18, 0.34))
    ink_over(image, emblem(side, design), ((size[0] - side) / 2, 0.24 * high), ink)
    line = line_of(product.name, (round(0.4 * size[0]), high // 10), any_hand(design))
    ink_over(image, line, ((size[0] - line.width) / 2, 0.26 * high + side), ink)
    return shaded(image, _folds(size, chance, 90)), outline


def _moved(points: Sequence[tuple[float, float]], chance: random.Random) -> Points:
    """Give a cut of its own: no two makers' outlines are the same."""
    return [(x + chance.uniform(-CUT, CUT), y + chance.uniform(-CUT, CUT)) for x, y in points]


def _smooth(points: Sequence[tuple[float, float]], size: Size) -> Points:
    """Round a closed outline off by cutting its corners three times."""
    rounded = np.array(points) * size
    for _ in range(3):
        after = np.roll(rounded, -1, axis=0)
        rounded = np.stack([0.75 * rounded + 0.25 * after, 0.25 * rounded + 0.75 * after], axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in rounded]


def _stripes(image: Image.Image, product: Product, design: random.Random) -> None:
    pen, colour = ImageDraw.Draw(image), coloured(product.hue + 0.5, design.uniform(0, 0.8), design.uniform(0.2, 1))
    start, wide = design.uniform(0.4, 0.6) * image.width, max(3, round(0.025 * image.width))
    for number in range(design.randint(2, 5)):
        x = start + 2.2 * number * wide
        pen.line((x, 0.3 * image.height, x - 0.1 * image.width, 0.85 * image.height), fill=colour, width=wide)


def _pattern(image: Image.Image, design: random.Random, colour: tuple[int, int, int]) -> None:
    step = max(20, image.width // design.randint(5, 9))
    figure = emblem(step // 2, design)
    for row, y in enumerate(range(0, image.height, step)):
        for x in range(-(row % 2) * step // 2, image.width, step):
            ink_over(image, figure, (x, y), colour)


def _stitched(image: Image.Image, high: int, top: float, flap: float) -> None:
    pen, low = ImageDraw.Draw(image), (top + flap) * high
    pen.line((0, low, image.width, low), fill=(25, 20, 20), width=max(2, high // 150))
    for x in range(0, image.width, 14):
        pen.line((x, low - 8, x + 7, low - 8), fill=(230, 220, 190), width=2)
    middle, side = image.width / 2, high * 0.035
    pen.rounded_rectangle((middle - side, low - side, middle + side, low + side), side / 3, fill=(205, 170, 90))


def _folds(size: Size, chance: random.Random, depth: int) -> Image.Image:
    """Give the light on something soft (mode L): lumps, stretched one way, darker towards one side."""
    lean = math.pi * chance.random()
    grain = (
        max(8, round(size[0] * (0.08 + 0.3 * abs(math.cos(lean))))),
        max(8, round(size[1] * (0.08 + 0.3 * abs(math.sin(lean))))),
    )
    lumps = (
        clouds(size, chance, grain).filter(ImageFilter.GaussianBlur(2)).point(lambda v: 255 - depth + v * depth // 255)
    )
    fade = (
        Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(size).point(lambda v: 190 + v // 4)
    )
    return ImageChops.multiply(lumps, fade)
