"""Random choices that repeat: the same words give the same choices on every machine."""

from __future__ import annotations

import random

import numpy as np


def chance_of(*words: object) -> random.Random:
    """Give a source of choices that depends on the words alone."""
    return random.Random(" ".join(map(str, words)))  # noqa: S311 - repeatable, not secret


def likely(chance: random.Random, share: float) -> bool:
    """Say yes in this share (0..1) of cases."""
    return chance.random() < share


def grains(chance: random.Random) -> np.random.Generator:
    """Give a source of whole arrays that depends on where the choices stand."""
    return np.random.default_rng(chance.getrandbits(64))
