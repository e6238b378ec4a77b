"""The parts of a picture that are hashed: the whole, and what its plain margins leave of it."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A part of a picture, hashed. `box` is in pixels of the frame; `square` uint8 [64, 64, 3]; `pdq` uint8 [8, 32].

    `frame`: the number of the picture's frame that it is of.
    """

    frame: int
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


def views_of(frame: Pixels, peels: int, number: int = 0) -> tuple[View, ...]:
    """Give the whole frame and, up to `peels` times, what is left when plain margins are taken off its four sides."""
    boxes: list[Box] = [(0, 0, frame.shape[1], frame.shape[0])]
    for _ in range(peels):
        inner = peeled(frame, boxes[-1])
        if inner is None:
            break
        boxes.append(inner)
    return views_in(frame, boxes, number)


def views_in(frame: Pixels, boxes: Sequence[Box], number: int = 0) -> tuple[View, ...]:
    """Give the parts of a frame that lie in some boxes (at least one), hashed together; `number` is the frame's."""
    squares = np.stack([hashed_form(frame[y : y + height, x : x + width]) for x, y, width, height in boxes])
    hashes = pdq_orientations(squares)
    return tuple(
        View(frame=number, box=box, margins=_margins(frame, box), square=square, pdq=pdq)
        for box, square, pdq in zip(boxes, squares, hashes, strict=True)
    )


def peeled(frame: Pixels, box: Box) -> Box | None:
    """Take off what is plain at each side of the box, each side in its own colour; None where too little or much is.

    A side of its own, because a banner below a picture on white ground leaves no one colour all around.
    """
    x, y, width, height = box
    # Every other pixel: a border is no thinner.
    inside = np.ascontiguousarray(frame[y : y + height : 2, x : x + width : 2])
    top, bottom = _plain_ends(inside, inside[[0, -1]], axis=1)
    inside = inside[top : len(inside) - bottom]
    if not len(inside):
        return None
    left, right = _plain_ends(inside, inside[:, [0, -1]].swapaxes(0, 1), axis=0)
    inner = (x + 2 * left, y + 2 * top, width - 2 * (left + right), height - 2 * (top + bottom))
    kept = inner[2] / width, inner[3] / height
    return inner if min(kept) <= 1 - LEAST_PEELED and min(kept) >= LEAST_LEFT else None


def _plain_ends(inside: Pixels, outermost: Pixels, *, axis: int) -> tuple[int, int]:
    """Count the lines from the first on, and from the last on, that have its colour all along; all plain is none."""
    first, last = (_busy(inside, line, axis) for line in outermost)
    if not len(first) or not len(last):
        return 0, 0
    return int(first[0]), inside.shape[1 - axis] - 1 - int(last[-1])


def _busy(inside: Pixels, line: Pixels, axis: int) -> npt.NDArray[np.intp]:
    """Give the numbers of the lines that do not have this line's colour all along."""
    import cv2

    colour = np.median(line, axis=0)
    low, high = np.maximum(colour - BORDER_NOISE, 0), np.minimum(colour + BORDER_NOISE, 255)
    plain = cv2.inRange(inside, low, high).mean(axis=axis) / 255
    return np.flatnonzero(plain < 1 - STRAY)


def _margins(frame: Pixels, box: Box) -> Margins:
    x, y, width, height = box
    right, bottom = frame.shape[1] - x - width, frame.shape[0] - y - height
    return x / width, y / height, right / width, bottom / height


def covered(one: Box, other: Box) -> float:
    """Give the part of the other box that the one covers, 0..1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, across) * max(0, down) / max(1, other[2] * other[3])


def alike(one: Box, other: Box) -> float:
    """Give what two boxes share, in parts of what they cover together, 0..1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0, across) * max(0, down)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)
