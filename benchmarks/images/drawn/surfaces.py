"""Grounds, textures and shadings that goods are drawn on and with."""

from __future__ import annotations

import random
from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from benchmarks.images.chance import grains, likely

Colour = tuple[int, int, int]
Size = tuple[int, int]
Kind = Literal["white", "pale", "strong", "grain", "cloth", "busy"]
WHITE: Colour = (255, 255, 255)


def coloured(hue: float, saturation: float, light: float) -> Colour:
    """Give the colour of hue, saturation and value, each 0..1 (hue round the circle)."""
    hsv = Image.new("HSV", (1, 1), (round(hue % 1 * 255), round(saturation * 255), round(light * 255)))
    red, green, blue = hsv.convert("RGB").tobytes()
    return red, green, blue


def clouds(size: Size, chance: random.Random, grain: Size) -> Image.Image:
    """Give smooth noise (mode L) whose lumps are `grain` pixels wide and high."""
    small = grains(chance).integers(0, 256, (size[1] // grain[1] + 3, size[0] // grain[0] + 3), dtype="uint8")
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def gradient(size: Size, first: Colour, second: Colour, chance: random.Random) -> Image.Image:
    """Go from one colour to the other, in any direction, or from the middle outwards."""
    ramp = Image.radial_gradient("L") if likely(chance, 0.3) else Image.linear_gradient("L")
    turned = ramp.rotate(chance.choice((0, 90, 180, 270)))
    return ImageOps.colorize(turned, first, second).resize(size, Image.Resampling.BILINEAR)


def shaded(image: Image.Image, shade: Image.Image) -> Image.Image:
    """Darken an image by a shade (mode L; 255 leaves as it is)."""
    return ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))


def noisy(image: Image.Image, levels: float, chance: random.Random) -> Image.Image:
    """Add a camera's noise, the same on all three colours; `levels` (of 255) is its standard deviation."""
    added = levels * grains(chance).standard_normal((image.height, image.width, 1), dtype=np.float32)
    return Image.fromarray(np.clip(np.asarray(image) + added, 0, 255).astype(np.uint8))


def ground(size: Size, chance: random.Random) -> Image.Image:
    """Choose what goods stand on or before: plain white in nearly half of all shop pictures."""
    kinds: tuple[Kind, ...] = ("white", "pale", "strong", "grain", "cloth", "busy")
    return _ground(size, chance, chance.choices(kinds, (42, 18, 10, 10, 8, 12))[0])


def table(size: Size, chance: random.Random) -> Image.Image:
    """Choose what a print lies on when it is photographed."""
    kinds: tuple[Kind, ...] = ("strong", "grain", "cloth", "busy")
    return _ground(size, chance, chance.choice(kinds))


def _ground(size: Size, chance: random.Random, kind: Kind) -> Image.Image:
    if kind == "white":
        return Image.new("RGB", size, WHITE)
    if kind == "busy":
        return _busy(size, chance)
    hue = chance.random()
    if kind in {"pale", "strong"}:
        saturation, light = (0.06, 0.97) if kind == "pale" else (chance.uniform(0.3, 0.8), chance.uniform(0.5, 0.9))
        other = hue + chance.uniform(-0.1, 0.1)
        return gradient(
            size, coloured(hue, saturation, light), coloured(other, saturation, light * chance.uniform(0.7, 1)), chance
        )
    grain = (size[0] // 3, 6) if kind == "grain" else (chance.randint(8, 40),) * 2
    dark = coloured(hue, chance.uniform(0.1, 0.5), chance.uniform(0.3, 0.7))
    bright = coloured(hue + 0.03, chance.uniform(0.1, 0.4), chance.uniform(0.7, 0.95))
    return ImageOps.colorize(clouds(size, chance, grain), dark, bright)


def _busy(size: Size, chance: random.Random) -> Image.Image:
    """Draw a shelf or a room, out of focus."""
    hue = chance.random()
    image = Image.new("RGB", size, coloured(hue, 0.2, chance.uniform(0.3, 0.8)))
    pen = ImageDraw.Draw(image)
    for _ in range(chance.randint(15, 45)):
        wide, high = chance.uniform(0.03, 0.2) * size[0], chance.uniform(0.05, 0.3) * size[1]
        x, y = chance.uniform(-0.1, 1) * size[0], chance.uniform(-0.1, 1) * size[1]
        fill = coloured(chance.gauss(hue, 0.2), chance.uniform(0.1, 0.9), chance.uniform(0.2, 1))
        shape = pen.rectangle if likely(chance, 0.6) else pen.ellipse
        shape((x, y, x + wide, y + high), fill=fill)
    return image.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 8)))
