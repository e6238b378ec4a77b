"""The parts of a picture that may be pictures of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from detectors.images.components import components
from detectors.images.features import Grey, light_of, shrunk
from detectors.images.rendering import Pixels
from detectors.images.seams import MOST_AREA, rectangles
from detectors.images.views import Box, alike
from detectors.images.xy_cut import Drawn, cut, tight

SIDE = 256
# A collage of four has eight: its cells, and their pairs.
MOST_BOUNDED = 8
# Of what is drawn inside those, what stands by itself, and what plain bands part.
MOST_EACH = 5
# Grey levels between neighbours from which on something is drawn: as on a border.
DRAWN = 14
LEAST_AREA = 0.015
# Pictures on a page: how many, the least of the page that they fill, and what share of the rest of it is drawn on.
MOST_ON_PAGE = 2
LEAST_ON_PAGE = 0.08
PAGE = (0.18, 0.31)
# Pixels inside a seam that are mixed with what lies beyond it.
MIXED = 3
# How far off a seam may lie that was found in the small picture.
OFF = 4
SAME = 0.95


def panels(frame: Pixels) -> list[Box]:
    """Give a few boxes of a frame that seams bound or plain ground surrounds, at most 23."""
    light = light_of(frame)
    small = shrunk(light, SIDE)
    drawn = _drawn(light)
    bounded = [_exact(light, box) for box in _enlarged(rectangles(small, MOST_BOUNDED), small, light)]
    inner = [tight(drawn, _within(box)) for box in bounded]
    alone = [tight(drawn, box) for box in _enlarged(components(_drawn(small), LEAST_AREA), small, light)]
    found: list[Box] = []
    _add(found, bounded, light.size, MOST_BOUNDED)
    for kind in (inner, alone, cut(drawn, LEAST_AREA)):
        _add(found, kind, light.size, MOST_EACH)
    return found


def shown_on_a_page(frame: Pixels) -> list[Box]:
    """Give the boxes of at most two pictures that stand on a page: on plain ground with words, as on a telephone.

    Words have more points than a picture has, and a telephone's screen is long: a picture that was mirrored, cut,
    written on and shown on a screen is more often found when it is read by itself.
    """
    light = light_of(frame)
    small = shrunk(light, SIDE)
    drawn = _drawn(small)
    found: list[Box] = []
    on_page = [box for box in rectangles(small, MOST_BOUNDED) if _on_page(drawn, box)]
    _add(found, _enlarged(on_page, small, light), light.size, MOST_ON_PAGE)
    return found


def _on_page(drawn: Drawn, box: Box) -> bool:
    x, y, width, height = box
    if not LEAST_ON_PAGE * drawn.size <= width * height < MOST_AREA * drawn.size:
        return False
    around = int(drawn.sum()) - int(drawn[y : y + height, x : x + width].sum())
    return PAGE[0] < around / (drawn.size - width * height) < PAGE[1]


def _add(found: list[Box], boxes: Iterable[Box | None], size: int, most: int) -> None:
    """Add the first few boxes that are neither too small nor nearly the whole nor there already."""
    most += len(found)
    for box in boxes:
        if box is None or not LEAST_AREA * size <= box[2] * box[3] < MOST_AREA * size:
            continue
        if not any(alike(box, known) > SAME for known in found):
            found.append(box)
        if len(found) == most:
            return


def _drawn(light: Grey) -> Drawn:
    """Mark the pixels that differ from the next one to the right or below, or before it."""
    import cv2

    steep = cv2.morphologyEx(light, cv2.MORPH_GRADIENT, np.ones((2, 2), dtype=np.uint8))
    return np.asarray(steep > DRAWN, dtype=np.uint8)


def _enlarged(boxes: Iterable[Box], small: Grey, light: Grey) -> Iterator[Box]:
    across, down = light.shape[1] / small.shape[1], light.shape[0] / small.shape[0]
    for x, y, width, height in boxes:
        x0, y0 = round(x * across), round(y * down)
        yield x0, y0, round((x + width) * across) - x0, round((y + height) * down) - y0


def _within(box: Box) -> Box:
    return box[0] + MIXED, box[1] + MIXED, box[2] - 2 * MIXED, box[3] - 2 * MIXED


def _exact(light: Grey, box: Box) -> Box:
    """Move the sides of a box to where the picture changes most nearby."""
    x, y, width, height = box
    rows, columns = light[y : y + height], light[:, x : x + width].T
    x0, x1 = _steepest(rows, x), _steepest(rows, x + width)
    y0, y1 = _steepest(columns, y), _steepest(columns, y + height)
    return x0, y0, x1 - x0, y1 - y0


def _steepest(lane: Grey, place: int) -> int:
    if place <= 1 or place >= lane.shape[1] - 1:
        return place
    first = max(0, place - OFF)
    steps = np.abs(np.diff(lane[:, first : place + OFF].astype(np.int16), axis=1)).sum(axis=0)
    return first + 1 + int(steps.argmax())
