"""Finds the rectangles in a picture that straight seams bound: cells of a collage, insets, a picture on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.features import Grey
from detectors.images.views import Box, alike

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Grey levels of a step; pixels it may be spread over; how far on texture must be as steep for it to be no seam.
STEP = 10
SPREAD = 4
APART = 4
# A seam runs straight over this part of the picture at least, give or take gaps; the strongest are paired.
SHORTEST = 0.08
GAPS = 0.35
PIECES = 16
MOST_SEAMS = 10
MARGIN = 6
# Sides and area of a rectangle, in parts of the picture's; larger ones are the picture.
LEAST_SIDE = 0.15
LEAST_AREA = 0.03
MOST_AREA = 0.93
# Part of a side that shows a seam: of the weakest, and of all four. The picture's own edge proves nothing.
WEAKEST_SIDE = 0.25
ALL_SIDES = 0.45
OWN_EDGE = 0.5
WEAKEST_COUNTS = 0.3
# Overlap from which on two rectangles are one.
SAME = 0.93


@dataclass(frozen=True, slots=True, eq=False)
class _Seams:
    """Seams across one direction: their places, and `support` int32 [along + 1, across + 1], summed along, doubled."""

    places: Numbers
    support: npt.NDArray[np.int32]

    def share(self, at: Numbers, start: Numbers, end: Numbers) -> Floats:
        """Give the part of each side, at a place from start to end, that shows a seam."""
        seen = (self.support[end, at] - self.support[start, at]) / np.maximum(1, 2 * (end - start))
        return np.where((at == 0) | (at == self.support.shape[1] - 1), OWN_EDGE, seen)


def rectangles(light: Grey, most: int) -> list[Box]:
    """Give at most that many rectangles of a small picture (some 256 px), the plainest first."""
    across, down = _seams(light), _seams(np.ascontiguousarray(light.T))
    boxes, score = _paired(across, down, light.shape)
    found: list[Box] = []
    for box in _best(boxes, score):
        if len(found) == most:
            break
        if not any(alike(box, known) > SAME for known in found):
            found.append(box)
    return found


def _seams(light: Grey) -> _Seams:
    import cv2

    steep = cv2.morphologyEx(light, cv2.MORPH_GRADIENT, np.ones((1, SPREAD), dtype=np.uint8)) > STEP
    # A texture is as steep a little further on.
    seam = np.zeros((light.shape[0], light.shape[1] + 1), dtype=np.int8)
    seam[:, 1:] = 2 * steep.astype(np.int8)
    seam[:, 1 + APART : -APART] -= steep[:, : -2 * APART].astype(np.int8) + steep[:, 2 * APART :]
    support = np.zeros((seam.shape[0] + 1, seam.shape[1]), dtype=np.int32)
    np.cumsum(seam, axis=0, out=support[1:], dtype=np.int32)
    return _Seams(np.array([0, *_straightest(support), light.shape[1]]), support)


def _straightest(support: npt.NDArray[np.int32]) -> Iterator[int]:
    """Give the places of the longest seams: of the sums over stretches of each line the largest counts."""
    cuts = np.linspace(0, len(support) - 1, PIECES + 1).astype(np.intp)
    run, longest = np.zeros(support.shape[1]), np.zeros(support.shape[1])
    for piece in (support[cuts[1:]] - support[cuts[:-1]]) / 2 - GAPS * np.diff(cuts)[:, None]:
        run = np.maximum(0, run + piece)
        longest = np.maximum(longest, run)
    longest[:MARGIN] = longest[-MARGIN:] = 0
    for _ in range(MOST_SEAMS):
        place = int(longest.argmax())
        if longest[place] < SHORTEST * len(support):
            return
        yield place
        longest[max(0, place - APART) : place + APART + 1] = 0


def _paired(across: _Seams, down: _Seams, shape: tuple[int, ...]) -> tuple[Numbers, Floats]:
    """Give all rectangles (x, y, width, height; int [n, 4]) between pairs of seams with their scores, none below 0."""
    left, right = _pairs(across.places)
    top, bottom = _pairs(down.places)
    x0, y0 = (each.ravel() for each in np.meshgrid(left, top))
    x1, y1 = (each.ravel() for each in np.meshgrid(right, bottom))
    width, height = x1 - x0, y1 - y0
    sides = [across.share(x0, y0, y1), across.share(x1, y0, y1), down.share(y0, x0, x1), down.share(y1, x0, x1)]
    weakest = np.min(sides, axis=0)
    shown = ((sides[0] + sides[1]) * height + (sides[2] + sides[3]) * width) / (2 * (width + height))
    area = width * height / (shape[0] * shape[1])
    held = (weakest > WEAKEST_SIDE) & (shown > ALL_SIDES) & (area >= LEAST_AREA) & (area < MOST_AREA)
    boxes = np.stack([x0, y0, width, height], axis=1)[held]
    return boxes, (shown + WEAKEST_COUNTS * weakest)[held]


def _pairs(places: Numbers) -> tuple[Numbers, Numbers]:
    places = np.sort(places)
    one, other = np.triu_indices(len(places), 1)
    far = places[other] - places[one] >= LEAST_SIDE * places[-1]
    return places[one[far]], places[other[far]]


def _best(boxes: Numbers, score: Floats) -> Iterator[Box]:
    for row in np.argsort(-score, kind="stable"):
        x, y, width, height = (int(value) for value in boxes[row])
        yield x, y, width, height
