"""Reads one picture's pixels: a cheap look whether there is lettering at all, then tesseract."""

from __future__ import annotations

from typing import Self

import numpy as np
from PIL import Image

from detectors.images.rendering import Pixels
from detectors.pictured_text.ground import Grey, without_ground
from detectors.pictured_text.grouping import passages_of
from detectors.pictured_text.lettering import may_hold_lettering
from detectors.pictured_text.passages import PicturedPassage
from detectors.pictured_text.tesseract import MOST_SECONDS, WANTED, Installation, read_tsv
from detectors.pictured_text.tsv import lines_of

# Raised when the code reads differently though tesseract stays the same.
READER_VERSION = "1"
# Decoded pictures have 512; twice that reads as well as 1536 of a larger original, in less time.
READ_SIDE = 1024
MOST_ENLARGED = 2.0


class PictureReader:
    """Reads the lettering of pictures. Keeps no picture; may be shared between threads."""

    def __init__(self, installation: Installation, seconds: float = MOST_SECONDS) -> None:
        """Take what is installed, and after how many seconds a picture is given up."""
        self._installation = installation
        self._seconds = seconds

    @classmethod
    def open(cls) -> Self | None:
        """Open a reader, or give None where something is missing: `Installation.look().notice` says what."""
        installation = Installation.look()
        return None if installation.missing else cls(installation)

    @property
    def version(self) -> str:
        """Name what the reading depends on."""
        languages = "+".join(language for language in WANTED if language in self._installation.languages)
        return f"{READER_VERSION}-tesseract-{self._installation.release}-{languages}"

    def passages(self, pixels: Pixels, size: tuple[int, int] | None = None) -> list[PicturedPassage]:
        """Give what is written in a picture, top to bottom; nothing where hardly anything is written.

        Args:
            pixels: one frame of `detectors.images.decode.DecodedImage`: RGB, uint8 [h, w, 3].
            size: width and height of the original, in whose pixels the boxes are then given; else in those of `pixels`.

        Raises:
            Unreadable: with reason timed_out or image_broken; the picture is then not judged, and not clean.
        """
        picture = Image.fromarray(pixels).convert("L")
        if not may_hold_lettering(_grey(picture)):
            return []
        read = without_ground(_grey(_at_reading_size(picture)))
        found = passages_of(lines_of(read_tsv(self._installation, _portable_graymap(read), self._seconds)))
        width, height = size or picture.size
        across, down = width / read.shape[1], height / read.shape[0]
        return [passage.scaled(across, down, (width, height)) for passage in found]


def _at_reading_size(picture: Image.Image) -> Image.Image:
    scale = min(MOST_ENLARGED, READ_SIDE / max(picture.size))
    wanted = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(wanted, Image.Resampling.BICUBIC)


def _grey(picture: Image.Image) -> Grey:
    return np.asarray(picture, dtype=np.uint8)


def _portable_graymap(grey: Grey) -> bytes:
    height, width = grey.shape
    return b"P5 %d %d 255\n" % (width, height) + grey.tobytes()
