"""Lays a reference's view onto a picture's view: which way round, how stretched, and where the whole of it lies."""

from __future__ import annotations

import numpy as np

from detectors.images.hashes import SIDEWAYS
from detectors.images.homography import Matrix
from detectors.images.reference_set import ReferenceView
from detectors.images.views import Box, View

# For each orientation of `hashes.turned`: which margin of the reference lies left of, above, right of and below the
# picture's view. Margins are numbered left, top, right, bottom.
MARGIN_AT = (
    (0, 1, 2, 3),
    (3, 0, 1, 2),
    (2, 3, 0, 1),
    (1, 2, 3, 0),
    (0, 3, 2, 1),
    (2, 1, 0, 3),
    (1, 0, 3, 2),
    (3, 2, 1, 0),
)

# For each orientation: where the upper left, upper right and lower left corner of the reference lie in the view.
_CORNERS_AT = (
    ((0, 0), (1, 0), (0, 1)),
    ((1, 0), (1, 1), (0, 0)),
    ((1, 1), (0, 1), (1, 0)),
    ((0, 1), (0, 0), (1, 1)),
    ((0, 1), (1, 1), (0, 0)),
    ((1, 0), (0, 0), (1, 1)),
    ((0, 0), (0, 1), (1, 0)),
    ((1, 1), (1, 0), (0, 1)),
)


def stretch(view: View, reference: ReferenceView, orientation: int) -> float:
    """Give how much longer or wider one is than the other once aligned, 1 for not at all."""
    aspect = 1 / view.aspect if orientation in SIDEWAYS else view.aspect
    return max(aspect / reference.aspect, reference.aspect / aspect)


def reference_box(view: View, reference: ReferenceView, orientation: int, frame: tuple[int, int]) -> Box:
    """Give where the whole reference lies in the frame (width, height), its plain border included, clipped to it.

    A hash may have matched only what lies inside the reference's border; the copy usually has the border too.
    """
    left, top, right, bottom = (reference.margins[side] for side in MARGIN_AT[orientation])
    x, y, width, height = view.box
    x0, y0 = max(0, round(x - left * width)), max(0, round(y - top * height))
    x1, y1 = min(frame[0], round(x + width + right * width)), min(frame[1], round(y + height + bottom * height))
    return x0, y0, x1 - x0, y1 - y0


def placement(view: View, reference: ReferenceView, orientation: int, size: tuple[int, int]) -> Matrix:
    """Give how the whole reference, with a frame of a size (width, height), lies in the frame that holds the view."""
    left, top, right, bottom = reference.margins
    x, y, width, height = view.box
    corner, across, down = (np.array([x + u * width, y + v * height]) for u, v in _CORNERS_AT[orientation])
    # What the reference's own view, without its plain border, is in pixels of the reference's frame.
    wide, high = size[0] / (1 + left + right), size[1] / (1 + top + bottom)
    matrix = np.eye(3)
    matrix[:2, 0], matrix[:2, 1] = (across - corner) / wide, (down - corner) / high
    matrix[:2, 2] = corner - (across - corner) * left - (down - corner) * top
    return matrix
