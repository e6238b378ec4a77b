"""Reads a picture's file: no more of it than shows that it is too large, and a brand's SVG as the picture it draws."""

from __future__ import annotations

from pathlib import Path

from detectors.images.decode import MOST_BYTES
from detectors.images.drawing import SUFFIXES as DRAWINGS
from detectors.images.drawing import render_drawing
from listings.errors import InvalidInput

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})
REFERENCES = PICTURES | DRAWINGS
"""Endings of the files that can serve as references."""


def read_picture(path: Path) -> bytes:
    """Give a file's bytes, cut off where they are too many to be opened.

    Raises:
        InvalidInput: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error


def read_reference(path: Path) -> bytes:
    """Give a file's bytes, those of the drawn picture where it is an SVG.

    Raises:
        InvalidInput: it cannot be read.
        Unreadable: the SVG cannot be drawn.
        ToolMissing: what draws SVG is not installed.
    """
    content = read_picture(path)
    return render_drawing(content) if path.suffix.lower() in DRAWINGS else content
