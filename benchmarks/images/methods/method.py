"""What every method does: it is given official pictures, then asked picture by picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.images.pictures import Picture

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An official picture and its file."""

    picture: Picture
    content: bytes

    @property
    def image(self) -> Image.Image:
        """Give the pixels, RGB."""
        return Image.open(io.BytesIO(self.content)).convert("RGB")


class Query:
    """A picture to be looked up, as its file."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def image(self) -> Image.Image:
        """Give the pixels, RGB, decoded once for all methods."""
        return Image.open(io.BytesIO(self.content)).convert("RGB")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a method says: `scores` float32 [references], higher for surer, 0 or less for nothing at all.

    `variants` are the references that are said to show the same line in another colour or flavour.
    """

    scores: Floats
    variants: frozenset[int] = field(default_factory=frozenset)
    usable: bool = True

    @property
    def best(self) -> float:
        """Give the highest score, 0 where there is none."""
        return max(0.0, float(self.scores.max(initial=0.0)))


class Method(Protocol):
    """A method, made from the official pictures."""

    @property
    def name(self) -> str:
        """Give the name in tables."""

    @property
    def about(self) -> str:
        """Say how it compares, in a few words."""

    @property
    def slow(self) -> bool:
        """Say whether it is only asked about a sample."""

    def answer(self, query: Query) -> Answer:
        """Score every reference."""


Maker = Callable[[Sequence[Official]], Method]
