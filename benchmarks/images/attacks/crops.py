"""Cutting off."""

from __future__ import annotations

import math
import random

from PIL import Image

from benchmarks.images.attacks.attack import Change

UNEVEN = 0.12


def crop(lost: float) -> Change:
    """Make a crop that takes this share (0..1) of the area away, anywhere, one side up to 12 % more than the other."""

    def cropped(image: Image.Image, chance: random.Random) -> Image.Image:
        even = math.sqrt(1 - lost)
        across = min(1.0, even * chance.uniform(1 - UNEVEN, 1 + UNEVEN))
        down = min(1.0, (1 - lost) / across)
        wide, high = round((1 - lost) / down * image.width), round(down * image.height)
        x, y = chance.randint(0, image.width - wide), chance.randint(0, image.height - high)
        return image.crop((x, y, x + wide, y + high))

    return cropped
