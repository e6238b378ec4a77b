"""The parts of a picture that are hashed: the whole, and what its plain margins leave of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.hashes import Bits, hashed_form, pdq_orientations, phash
from detectors.images.layout import Layout
from detectors.images.rendering import Pixels

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels."""
Margins = tuple[float, float, float, float]
"""What lies left of, above, right of and below a view, in parts of the view's width (left, right) or height."""

# Levels of 255 that JPEG leaves on a plain border, and the share of a line's pixels that may still stick out.
BORDER_NOISE = 14
STRAY = 0.01
# Taking off less changes no hash; what is left after taking off more is a speck.
LEAST_PEELED = 0.02
LEAST_LEFT = 0.1
# A reference may stand on plain ground; a picture of it may have a border or banner around that.
REFERENCE_PEELS = 1
PICTURE_PEELS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """A part of a picture, hashed. `box` is in pixels of the frame; `square` uint8 [64, 64, 3]; `pdq` uint8 [8, 32]."""

    box: Box
    margins: Margins
    square: Pixels
    pdq: Bits

    @property
    def aspect(self) -> float:
        """Give width over height."""
        return self.box[2] / self.box[3]

    def layout(self) -> Layout:
        """Give the blocks that are compared once a hash is near."""
        return Layout.of(self.square)

    def phash(self) -> Bits:
        """Give the second opinion's hash, uint8 [32]."""
        return phash(self.square)


def views_of(frame: Pixels, peels: int) -> tuple[View, ...]:
    """Give the whole frame and, up to `peels` times, what is left when plain margins are taken off its four sides."""
    boxes: list[Box] = [(0, 0, frame.shape[1], frame.shape[0])]
    for _ in range(peels):
        inner = peeled(frame, boxes[-1])
        if inner is None:
            break
        boxes.append(inner)
    return tuple(_view(frame, box) for box in boxes)


def peeled(frame: Pixels, box: Box) -> Box | None:
    """Take off what is plain at each side of the box, each side in its own colour; None where too little or much is.

    A side of its own, because a banner below a picture on white ground leaves no one colour all around.
    """
    x, y, width, height = box
    # Every other pixel: four passes over all of them would take longer than hashing.
    inside = frame[y : y + height : 2, x : x + width : 2].astype(np.int16)
    top = _plain_lines(inside)
    bottom = _plain_lines(inside[::-1])
    inside = inside[top : len(inside) - bottom].transpose(1, 0, 2)
    left = _plain_lines(inside)
    right = _plain_lines(inside[::-1])
    inner = (x + 2 * left, y + 2 * top, width - 2 * (left + right), height - 2 * (top + bottom))
    kept = inner[2] / width, inner[3] / height
    return inner if min(kept) <= 1 - LEAST_PEELED and min(kept) >= LEAST_LEFT else None


def _plain_lines(lines: npt.NDArray[np.int16]) -> int:
    """Count the lines from the first on that have the first one's colour all along; all plain counts as none."""
    if not len(lines):
        return 0
    colour = np.median(lines[0], axis=0)
    if _stray(lines[:1], colour)[0] > STRAY:
        return 0
    busy = np.flatnonzero(_stray(lines, colour) > STRAY)
    return int(busy[0]) if len(busy) else 0


def _stray(lines: npt.NDArray[np.int16], colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    strange = np.abs(lines - colour.astype(np.int16)).max(axis=2) > BORDER_NOISE
    return np.asarray(strange.mean(axis=1), dtype=np.float64)


def _view(frame: Pixels, box: Box) -> View:
    x, y, width, height = box
    square = hashed_form(np.ascontiguousarray(frame[y : y + height, x : x + width]))
    right, bottom = frame.shape[1] - x - width, frame.shape[0] - y - height
    margins = (x / width, y / height, right / width, bottom / height)
    return View(box=box, margins=margins, square=square, pdq=pdq_orientations(square))


def covered(one: Box, other: Box) -> float:
    """Give the part of the other box that the one covers, 0..1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, across) * max(0, down) / max(1, other[2] * other[3])
