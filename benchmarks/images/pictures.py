"""What the benchmark works on: pictures with their group, opened when needed."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

Kind = Literal["photo", "logo", "blank"]
Others = Callable[[random.Random], Image.Image]
"""Gives a picture of other goods: what stands around a copy in a collage, or what a logo is put on."""

QUALITY = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture. Those of one group show the same line, mark or shop and stay together; `source` is drawn or pool."""

    name: str
    group: str
    kind: Kind
    source: Literal["drawn", "pool"]
    open: Callable[[], Image.Image]
    """Gives the pixels, RGB; the same ones each time."""


def as_jpeg(image: Image.Image, quality: int = QUALITY) -> bytes:
    """Write a picture the way shops send it."""
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue()


def as_png(image: Image.Image) -> bytes:
    """Write a picture without loss."""
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    return written.getvalue()
