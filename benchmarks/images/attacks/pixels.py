"""Changes of all pixels: compression, size, colour, light, blur, noise."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from benchmarks.images.chance import grains
from benchmarks.images.pictures import as_jpeg

SMALLEST = 120


def compress(image: Image.Image, chance: random.Random) -> Image.Image:
    """Save as JPEG of quality 10 to 40."""
    return saved(image, chance.randint(10, 40))


def saved(image: Image.Image, quality: int) -> Image.Image:
    """Save as JPEG of this quality and open again."""
    return Image.open(io.BytesIO(as_jpeg(image, quality))).convert("RGB")


def resize(image: Image.Image, chance: random.Random) -> Image.Image:
    """Shrink to a quarter to three quarters, or enlarge by up to a half."""
    factor = chance.choice((chance.uniform(0.25, 0.75), chance.uniform(1.1, 1.5)))
    return _sized(image, factor, factor)


def stretch(image: Image.Image, chance: random.Random) -> Image.Image:
    """Change the ratio of width to height by 10 to 35 %, either way."""
    factor = 1 / chance.uniform(1.1, 1.35)
    return _sized(image, factor, 1) if chance.randrange(2) else _sized(image, 1, factor)


def hue(image: Image.Image, chance: random.Random) -> Image.Image:
    """Turn all hues by 8 to 20 degrees, and make colours weaker or stronger."""
    turn = round(chance.choice((-1, 1)) * chance.uniform(8, 20) / 360 * 256)
    bands = image.convert("HSV").split()
    turned = Image.merge("HSV", (bands[0].point(lambda v: (v + turn) % 256), *bands[1:])).convert("RGB")
    return ImageEnhance.Color(turned).enhance(chance.uniform(0.6, 1.5))


def brightness(image: Image.Image, chance: random.Random) -> Image.Image:
    """Change brightness to 60-85 or 115-140 %, and contrast to 75-130 %."""
    factor = chance.choice((chance.uniform(0.6, 0.85), chance.uniform(1.15, 1.4)))
    return ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(factor)).enhance(chance.uniform(0.75, 1.3))


def grey(image: Image.Image, _: random.Random) -> Image.Image:
    """Take the colour away."""
    return image.convert("L").convert("RGB")


def blur(image: Image.Image, chance: random.Random) -> Image.Image:
    """Blur by 0.3 to 0.8 % of the longer side."""
    return image.filter(ImageFilter.GaussianBlur(chance.uniform(0.003, 0.008) * max(image.size)))


def noise(image: Image.Image, chance: random.Random) -> Image.Image:
    """Add noise of 8 to 25 levels."""
    levels, shape = chance.uniform(8, 25), (image.height, image.width, 3)
    added = levels * grains(chance).standard_normal(shape, dtype=np.float32)
    return Image.fromarray(np.clip(np.asarray(image) + added, 0, 255).astype(np.uint8))


def _sized(image: Image.Image, across: float, down: float) -> Image.Image:
    # What is small already stays readable: no shop shows thumbnails of thumbnails.
    least = min(1.0, SMALLEST / min(image.size))
    size = round(image.width * max(least, across)), round(image.height * max(least, down))
    return image.resize(size, Image.Resampling.BICUBIC)
