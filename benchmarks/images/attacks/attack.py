"""An attack: a change of random strength, the same again for the same choices."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from benchmarks.images.pictures import Kind, Others

Change = Callable[[Image.Image, random.Random], Image.Image]
Scene = Callable[[Image.Image, random.Random, Others], Image.Image]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """An attack on an RGB picture of any size. `target` is the least share (0..1) to be found again."""

    name: str
    target: float
    change: Scene
    on: frozenset[Kind] = frozenset({"photo", "logo"})


def alone(change: Change) -> Scene:
    """Make an attack of a change that needs no other picture."""

    def scene(image: Image.Image, chance: random.Random, _: Others) -> Image.Image:
        return change(image, chance)

    return scene
