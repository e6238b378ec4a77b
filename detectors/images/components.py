"""Finds what stands by itself on plain ground: strokes that lie near one another, from close to loose."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detectors.images.views import Box
from detectors.images.xy_cut import Drawn

# Gaps that are bridged, in parts of the longer side: letters of a word, a symbol and its word, lines of a label.
GAPS = (0.015, 0.03, 0.05, 0.08)
MOST_AREA = 0.98


def components(drawn: Drawn, least: float) -> list[Box]:
    """Give boxes around what hangs together once gaps are bridged, largest first.

    Args:
        drawn: where something is drawn, some 256 px long.
        least: area in parts of the picture's, below which a component is left out.
    """
    found = [box for gap in GAPS for box in _bridged(drawn, max(3, round(gap * max(drawn.shape)) | 1))]
    bounds = least * drawn.size, MOST_AREA * drawn.size
    fitting = {box for box in found if bounds[0] <= box[2] * box[3] <= bounds[1]}
    return sorted(fitting, key=lambda box: (-box[2] * box[3], box))


def _bridged(drawn: Drawn, gap: int) -> Iterator[Box]:
    import cv2

    grown = cv2.dilate(drawn, np.ones((gap, gap), dtype=np.uint8))
    *_, boxes, _ = cv2.connectedComponentsWithStats(grown, ltype=cv2.CV_16U)
    height, width = drawn.shape
    # What grew is taken back where it grew into something, and not cut off at the picture's edge.
    back = gap // 2 - 1
    for x, y, across, down, _ in boxes[1:].tolist():
        x0, y0 = x + back * (x > 0), y + back * (y > 0)
        x1, y1 = x + across - back * (x + across < width), y + down - back * (y + down < height)
        yield x0, y0, x1 - x0, y1 - y0
