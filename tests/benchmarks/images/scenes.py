"""Pictures for the tests of the benchmark: small, drawn, with a place that can be found again."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from benchmarks.images.attacks.attack import Attack
from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.chance import chance_of

GREEN = (0, 255, 0)


def mottled(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """Draw coarse noise: every part differs from every other."""
    small = np.random.default_rng(seed).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def green(_: random.Random) -> Image.Image:
    """Give a plain green picture: what is not green in a scene is the copy."""
    return Image.new("RGB", (700, 500), GREEN)


def attacked(name: str, image: Image.Image, seed: object = 1) -> Image.Image:
    """Attack an image by the attack of this name."""
    return attack_named(name).change(image, chance_of(seed), green)


def attack_named(name: str) -> Attack:
    """Give an attack."""
    return next(attack for attack in ATTACKS if attack.name == name)


def not_green(image: Image.Image) -> float:
    """Give the share of pixels that are not green."""
    pixels = np.asarray(image).astype(int)
    return float((np.abs(pixels - np.array(GREEN)).max(axis=2) > 60).mean())


def holds(whole: Image.Image, part: Image.Image) -> bool:
    """Say whether a picture stands unchanged in another."""
    around, inner = np.asarray(whole), np.asarray(part)
    starts = np.argwhere((around[: -inner.shape[0] or None, : -inner.shape[1] or None] == inner[0, 0]).all(axis=2))
    return any(np.array_equal(around[y : y + len(inner), x : x + inner.shape[1]], inner) for y, x in starts)
