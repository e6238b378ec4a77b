"""Lays a reference over the place where it should lie, and looks whether the pixels there are the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detectors.images.features import shrunk
from detectors.images.homography import Matrix, placed
from detectors.images.likeness import BLOCK, Likeness, compare_laid
from detectors.images.rendering import Pixels

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# Compared at this size (root of the area, so that word marks are not flattened), or at the size that the reference has
# in the picture where that is smaller.
COMPARED_SIZE = 112.0
LEAST_SIDE = 40
# Pixels at the picture's edge that resampling spoils.
EDGE = 2


def lay_over(frame: Pixels, reference: Pixels, size: tuple[int, int], matrix: Matrix) -> Likeness:
    """Compare a picture's frame with a reference that lies in it.

    Args:
        frame: the picture, RGB.
        reference: a rendering of the reference, RGB, of any size.
        size: width and height of the reference's frame.
        matrix: from the reference's frame to the picture's.
    """
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    whole = COMPARED_SIZE / float(np.sqrt(size[0] * size[1]))
    side = round(max(LEAST_SIDE, min(scale, whole) * max(size)))
    given = _in_blocks(shrunk(reference, side))
    seen = _beneath(frame, given.shape, size, matrix)
    return compare_laid(seen, given, _inside(given.shape, size, matrix, frame.shape))


def _in_blocks(pixels: Pixels) -> Floats:
    """Cut what is over to whole blocks."""
    height, width = (max(BLOCK, side - side % BLOCK) for side in pixels.shape[:2])
    if pixels.shape[0] < height or pixels.shape[1] < width:
        pixels = np.pad(
            pixels, ((0, max(0, height - pixels.shape[0])), (0, max(0, width - pixels.shape[1])), (0, 0)), "edge"
        )
    return pixels[:height, :width].astype(np.float32)


def _beneath(frame: Pixels, shape: tuple[int, ...], size: tuple[int, int], matrix: Matrix) -> Floats:
    import cv2

    step = size[0] / shape[1], size[1] / shape[0]
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2])))) * step[0]
    small = shrunk(frame, max(32, round(max(frame.shape[:2]) / max(1.0, scale))))
    shrink = small.shape[1] / frame.shape[1], small.shape[0] / frame.shape[0]
    whole = np.diag([*shrink, 1.0]) @ matrix @ np.diag([*step, 1.0])
    return np.asarray(
        cv2.warpPerspective(
            small,
            whole,
            (shape[1], shape[0]),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )


def _inside(shape: tuple[int, ...], size: tuple[int, int], matrix: Matrix, frame: tuple[int, ...]) -> Flags:
    rows, columns = shape[0] // BLOCK, shape[1] // BLOCK
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    middles = np.column_stack([x.ravel() / columns * size[0], y.ravel() / rows * size[1]])
    place = placed(matrix, middles)
    limits = frame[1] - EDGE, frame[0] - EDGE
    return np.asarray(((place >= EDGE) & (place <= limits)).all(axis=1), dtype=np.bool_)
