"""A logo put on another product's photo."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageFilter

from benchmarks.images.attacks.pixels import saved
from benchmarks.images.chance import likely
from benchmarks.images.drawn.surfaces import clouds, shaded
from benchmarks.images.pictures import Others
from benchmarks.images.warp import jittered, laid

LEAST, MOST = 0.05, 0.25
SOLID = 24


def logo_on_product(image: Image.Image, chance: random.Random, others: Others) -> Image.Image:
    """Put a logo onto a photo, 5 to 25 % of its area, in perspective, shaded, with or without its ground."""
    photo = others(chance)
    area = chance.uniform(LEAST, MOST) * photo.width * photo.height
    factor = math.sqrt(area / (image.width * image.height))
    wide, high = image.width * factor, image.height * factor
    shrink = min(1.0, 0.92 * photo.width / wide, 0.92 * photo.height / high)
    wide, high = wide * shrink, high * shrink
    x, y = chance.uniform(0.02, 0.98) * (photo.width - wide), chance.uniform(0.02, 0.98) * (photo.height - high)
    quad = jittered((x, y, wide, high), chance.uniform(0.02, 0.1), chance)
    flat, mask = laid(image, quad, photo.size)
    if likely(chance, 0.5):
        mask = ImageChops.multiply(mask, laid(_without_ground(image).convert("RGB"), quad, photo.size)[0].convert("L"))
    opacity = chance.uniform(0.75, 1)
    shown = photo.copy()
    shown.paste(_in_its_light(flat, chance), mask=mask.point(lambda v: round(v * opacity)))
    return saved(shown.filter(ImageFilter.GaussianBlur(chance.uniform(0, 0.8))), chance.randint(50, 90))


def _without_ground(image: Image.Image) -> Image.Image:
    """Give what of a logo is not its ground (mode L): the colour of its corner."""
    corner = Image.new("RGB", image.size, image.getpixel((0, 0)))
    apart = ImageChops.difference(image, corner)
    strongest = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    return strongest.point(lambda v: min(255, v * 255 // SOLID))


def _in_its_light(flat: Image.Image, chance: random.Random) -> Image.Image:
    depth = chance.randint(0, 70)
    lumps = clouds(flat.size, chance, (max(2, flat.width // 4), max(2, flat.height // 4)))
    return shaded(flat, lumps.point(lambda v: 255 - depth + v * depth // 255))
