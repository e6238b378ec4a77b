"""Cuts a picture at its plain bands, the widest first: what stands on one ground falls apart into its things."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from detectors.images.views import Box

Drawn = npt.NDArray[np.uint8]
"""1 where something is drawn and 0 where the picture is plain, uint8 [h, w]."""

Lines = npt.NDArray[np.intp]

# Share of a line's pixels that may stick out of a plain band.
STRAY = 0.01
# Smaller things than this many pixels say nothing.
LEAST_SIDE = 16
MOST_CUTS = 24


def cut(drawn: Drawn, least: float) -> Iterator[Box]:
    """Give what is drawn as a whole, then its parts, those first that the widest bands part.

    Args:
        drawn: where something is drawn.
        least: area in parts of the picture's, below which a part is left out.
    """
    floor = least * drawn.size
    whole = tight(drawn, (0, 0, drawn.shape[1], drawn.shape[0]))
    if whole is None:
        return
    yield whole
    waiting = [_with_band(drawn, whole)]
    for _ in range(MOST_CUTS):
        if not waiting:
            return
        _, parts = heapq.heappop(waiting)
        for part in parts:
            inner = tight(drawn, part)
            if inner is not None and inner[2] * inner[3] >= floor:
                yield inner
                heapq.heappush(waiting, _with_band(drawn, inner))


def tight(drawn: Drawn, box: Box) -> Box | None:
    """Take off what is plain around what is drawn in a box; None where too little is left."""
    x, y, width, height = box
    part = drawn[y : y + height, x : x + width]
    columns, rows = _filled(part)
    if min(len(columns), len(rows)) < LEAST_SIDE:
        return None
    return x + int(columns[0]), y + int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1


def _with_band(drawn: Drawn, box: Box) -> tuple[int, tuple[Box, ...]]:
    """Give how wide the widest plain band across a box is (negative, for the heap), and the two parts beside it."""
    x, y, width, height = box
    part = drawn[y : y + height, x : x + width]
    columns, rows = _filled(part)
    across, left, right = _band(columns)
    down, top, bottom = _band(rows)
    if max(across, down) == 0:
        return 0, ()
    if across >= down:
        return -across, ((x, y, left, height), (x + right, y, width - right, height))
    return -down, ((x, y, width, top), (x, y + bottom, width, height - bottom))


def _filled(part: Drawn) -> tuple[Lines, Lines]:
    """Give the numbers of the columns and of the rows that are not plain."""
    import cv2

    if not part.size:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    columns = cv2.reduce(part, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    rows = cv2.reduce(part, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    return np.flatnonzero(columns > STRAY * len(rows)), np.flatnonzero(rows > STRAY * len(columns))


def _band(lines: Lines) -> tuple[int, int, int]:
    """Give the longest gap between lines: its length, start and end."""
    gaps = np.diff(lines) - 1
    if not len(gaps) or not gaps.max():
        return 0, 0, 0
    widest = int(gaps.argmax())
    return int(gaps[widest]), int(lines[widest]) + 1, int(lines[widest + 1])
