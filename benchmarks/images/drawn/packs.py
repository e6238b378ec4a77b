"""Packaged goods: bottle, can, tube, box and pouch, each with its label, as a picture and its outline."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.images.chance import chance_of, likely
from benchmarks.images.drawn.labels import label
from benchmarks.images.drawn.product import Product
from benchmarks.images.drawn.surfaces import Colour, Size, clouds, coloured, shaded
from benchmarks.images.warp import Quad, laid

Piece = tuple[Image.Image, Image.Image]
"""A picture and its outline (mode L), of the same size."""
Profile = Sequence[tuple[float, float]]
"""Half the width at heights from top to bottom, in parts of the width and height."""


def bottle(product: Product, high: int) -> Piece:
    """Draw a bottle with a cap and a label around it."""
    chance = chance_of("shape", product.shape)
    neck, shoulder = chance.uniform(0.12, 0.3), chance.uniform(0.2, 0.38)
    waist = chance.uniform(0.38, 0.5)
    profile = ((0, neck), (shoulder * 0.6, neck), (shoulder, 0.5), (0.6, waist), (0.93, 0.5), (1, 0.46))
    size = (round(high * chance.uniform(0.3, 0.5)), high)
    cap = chance.uniform(0.07, 0.14)
    return _turned(product, size, profile, labelled=(shoulder + 0.06, chance.uniform(0.8, 0.93)), cap=cap)


def can(product: Product, high: int) -> Piece:
    """Draw a can or a jar."""
    chance = chance_of("shape", product.shape)
    rim = chance.uniform(0.4, 0.48)
    profile = ((0, rim), (0.04, rim), (0.08, 0.5), (0.93, 0.5), (1, rim))
    size = (round(high * chance.uniform(0.5, 0.85)), high)
    return _turned(product, size, profile, labelled=(0.09, 0.92), cap=chance.uniform(0.03, 0.08))


def tube(product: Product, high: int) -> Piece:
    """Draw a tube that stands on its cap."""
    chance = chance_of("shape", product.shape)
    profile = ((0, 0.5), (0.05, 0.5), (0.8, chance.uniform(0.34, 0.42)), (0.86, 0.25), (1, 0.25))
    size = (round(high * chance.uniform(0.32, 0.45)), high)
    return _turned(product, size, profile, labelled=(0.06, 0.78), cap=0.0)


def box(product: Product, high: int) -> Piece:
    """Draw a box seen from a corner: front with the label, one side and the top."""
    chance = chance_of("shape", product.shape)
    wide = high * chance.uniform(0.5, 1.1)
    deep, lift = wide * chance.uniform(0.12, 0.35), high * chance.uniform(0.04, 0.14)
    size = (round(wide + deep), round(high + lift))
    front = label(product, (round(wide), high))
    narrow = front.resize((max(8, round(deep)), high)).filter(ImageFilter.GaussianBlur(1))
    top = front.crop((0, 0, front.width, max(8, high // 5)))
    faces: tuple[tuple[Image.Image, Quad, float], ...] = (
        (front, ((0, lift), (wide, lift * 1.2), (wide, size[1]), (0, size[1] - lift * 0.4)), 1.0),
        (narrow, ((wide, lift * 1.2), (wide + deep, 0), (wide + deep, size[1] - lift), (wide, size[1])), 0.66),
        (top, ((0, lift), (deep, 0), (wide + deep, 0), (wide, lift * 1.2)), 0.85),
    )
    image, outline = Image.new("RGB", size), Image.new("L", size)
    for face, quad, light in faces:
        flat, mask = laid(face, quad, size)
        image.paste(flat.point([round(v * light) for v in range(256)] * 3), mask=mask)
        outline = ImageChops.lighter(outline, mask)
    return image, outline


def pouch(product: Product, high: int) -> Piece:
    """Draw a bag of foil with welded ends and creases."""
    chance = chance_of("shape", product.shape)
    size = (round(high * chance.uniform(0.6, 0.85)), high)
    outline = Image.new("L", size)
    bulge = chance.uniform(0.01, 0.05) * size[0]
    edge = [(bulge * (1 - math.sin(math.pi * t)), t * high) for t in (n / 30 for n in range(31))]
    ImageDraw.Draw(outline).polygon([*edge, *((size[0] - x, y) for x, y in reversed(edge))], fill=255)
    creased = clouds(size, chance, (max(6, size[0] // 5), max(6, high // 7))).point(lambda v: 165 + v * 90 // 255)
    pen, weld = ImageDraw.Draw(creased), round(high * 0.05)
    for y in (*range(0, weld, 5), *range(high - weld, high, 5)):
        pen.line((0, y, size[0], y), fill=150, width=2)
    return shaded(label(product, size), creased), outline


def _turned(product: Product, size: Size, profile: Profile, *, labelled: tuple[float, float], cap: float) -> Piece:
    """Draw something round: its body, a label between two heights, a cap, and light from one side."""
    inner = chance_of("colour", product.design)
    plain = coloured(product.hue, inner.uniform(0, 0.6), inner.uniform(0.35, 0.98))
    body: Colour = inner.choice((plain, (235, 235, 230), (70, 42, 20)))
    image = Image.new("RGB", size, body)
    top, low = round(labelled[0] * size[1]), round(labelled[1] * size[1])
    image.paste(_around(label(product, (round(size[0] * 1.25), low - top))).resize((size[0], low - top)), (0, top))
    if cap:
        fill = coloured(product.hue + inner.uniform(0, 0.5), inner.uniform(0, 0.9), inner.uniform(0.2, 0.9))
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, size[0], cap * size[1]), fill=fill)
        for x in range(0, size[0], max(3, size[0] // 40)):
            pen.line((x, 0, x, cap * size[1]), fill=(120, 120, 120))
    return shaded(image, _light(size, chance_of("light", product.shape))), _outline(size, profile)


def _around(flat: Image.Image) -> Image.Image:
    """Bend a label around a cylinder: what is far from the middle grows narrow."""
    across = np.linspace(-1, 1, flat.width)
    source = np.clip((np.arcsin(across * 0.97) / (math.pi / 2) + 1) / 2 * (flat.width - 1), 0, flat.width - 1)
    return Image.fromarray(np.asarray(flat)[:, source.round().astype(int)])


def _light(size: Size, chance: random.Random) -> Image.Image:
    x = np.linspace(-1, 1, size[0])
    side = chance.choice((-1, 1)) * chance.uniform(0.2, 0.5)
    shade = 90 + 140 * np.sqrt(np.clip(1 - (x - side / 3) ** 2 * 0.8, 0, 1))
    shade += 60 * np.exp(-(((x - side) / 0.09) ** 2)) * likely(chance, 0.6)
    return Image.fromarray(np.tile(np.clip(shade, 0, 255).astype(np.uint8), (size[1], 1)))


def _outline(size: Size, profile: Profile) -> Image.Image:
    heights = np.linspace(0, 1, 120)
    half = np.interp(heights, [point[0] for point in profile], [point[1] for point in profile])
    half = np.convolve(np.pad(half, 3, mode="edge"), np.full(7, 1 / 7), mode="valid")
    right = [((0.5 + h) * size[0], t * size[1]) for t, h in zip(heights, half, strict=True)]
    left = [((0.5 - h) * size[0], t * size[1]) for t, h in zip(heights, half, strict=True)]
    outline = Image.new("L", (2 * size[0], 2 * size[1]))
    ImageDraw.Draw(outline).polygon([(2 * x, 2 * y) for x, y in (*right, *reversed(left))], fill=255)
    return outline.reduce(2)
