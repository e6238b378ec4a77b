"""A small copy of a reference, kept to be laid over pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Self

import numpy as np
from PIL import Image

from detectors.images.features import shrunk
from detectors.images.rendering import Pixels

LONGEST = 256
# 10 KB for a photograph. Colours are kept at full size: they tell variants apart.
QUALITY = 90
FULL_COLOUR = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A JPEG of at most 256 px."""

    content: bytes

    @classmethod
    def of(cls, frame: Pixels) -> Self:
        """Shrink a frame."""
        written = io.BytesIO()
        Image.fromarray(shrunk(frame, LONGEST)).save(written, "JPEG", quality=QUALITY, subsampling=FULL_COLOUR)
        return cls(content=written.getvalue())

    def pixels(self) -> Pixels:
        """Decode it."""
        return np.asarray(Image.open(io.BytesIO(self.content)), dtype=np.uint8)
