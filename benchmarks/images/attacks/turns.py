"""Mirroring and turning."""

from __future__ import annotations

import math
import random
from typing import Literal

from PIL import Image, ImageOps

from benchmarks.images.attacks.attack import Change
from benchmarks.images.chance import likely
from benchmarks.images.drawn.surfaces import WHITE, coloured

LEAST_LEFT = 0.5
QUARTERS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


def mirror(image: Image.Image, chance: random.Random) -> Image.Image:
    """Swap left and right, or, one time in five, top and bottom."""
    return ImageOps.flip(image) if likely(chance, 0.2) else ImageOps.mirror(image)


def quarter_turn(image: Image.Image, chance: random.Random) -> Image.Image:
    """Turn by 90, 180 or 270 degrees."""
    return image.transpose(chance.choice(QUARTERS))


def turn(least: float, most: float) -> Change:
    """Make a turn between two angles (degrees), either way.

    Corners are filled, or cut off where at least half of the picture is left: a long word mark would lose its ends.
    """

    def turned(image: Image.Image, chance: random.Random) -> Image.Image:
        degrees = chance.choice((-1, 1)) * chance.uniform(least, most)
        how: Literal["white", "colour", "cut"] = chance.choice(("white", "colour", "cut"))
        fill = coloured(chance.random(), chance.random(), chance.random()) if how == "colour" else WHITE
        whole = image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=fill)
        kept = _kept(image.size, degrees)
        return _middle(whole, image.size, kept) if how == "cut" and kept**2 >= LEAST_LEFT else whole

    return turned


def _kept(size: tuple[int, int], degrees: float) -> float:
    """Give how long, in parts of its sides, a part of the picture's shape may be to lie within the turned picture."""
    sine, cosine = math.sin(math.radians(abs(degrees))), math.cos(math.radians(degrees))
    wide, high = size
    return min(wide / (wide * cosine + high * sine), high / (wide * sine + high * cosine))


def _middle(whole: Image.Image, size: tuple[int, int], kept: float) -> Image.Image:
    wide, high = kept * size[0], kept * size[1]
    left, top = (whole.width - wide) / 2, (whole.height - high) / 2
    return whole.crop((math.ceil(left), math.ceil(top), math.floor(left + wide), math.floor(top + high)))
