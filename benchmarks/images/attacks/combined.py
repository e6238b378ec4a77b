"""Several attacks, one after the other."""

from __future__ import annotations

import random

from PIL import Image

from benchmarks.images.attacks.crops import crop
from benchmarks.images.attacks.frames import screenshot
from benchmarks.images.attacks.overlays import sticker, text_over
from benchmarks.images.attacks.pixels import compress, resize
from benchmarks.images.attacks.turns import mirror


def mild(image: Image.Image, chance: random.Random) -> Image.Image:
    """Crop 5 to 15 %, put a sticker on, resize, save as JPEG."""
    cropped = crop(chance.uniform(0.05, 0.15))(image, chance)
    return compress(resize(sticker(cropped, chance), chance), chance)


def hard(image: Image.Image, chance: random.Random) -> Image.Image:
    """Mirror, crop 10 to 25 %, write over it, show it on a screen."""
    cropped = crop(chance.uniform(0.1, 0.25))(mirror(image, chance), chance)
    return compress(screenshot(text_over(cropped, chance), chance), chance)
