"""Lays a reference over the place where it should lie, and looks whether the pixels there are the same."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from detectors.images.features import shrunk
from detectors.images.homography import Matrix, placed
from detectors.images.likeness import BLOCK, Laid
from detectors.images.rendering import Pixels

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# Compared at this size (root of the area, so that word marks are not flattened), or at the size that the reference has
# in the picture where that is smaller.
COMPARED_SIZE = 112.0
LEAST_SIDE = 40
# Pixels at the picture's edge that resampling spoils.
EDGE = 2

_MIDDLE = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


class Pyramid:
    """A picture's frame in several sizes, each made when it is first asked for: shrinking it is what laying costs."""

    def __init__(self, frame: Pixels) -> None:
        self.frame = frame
        self._levels: dict[int, Pixels] = {}

    def shrunk(self, factor: float) -> Pixels:
        """Give the frame about so many times smaller: by a power of the root of 2."""
        level = max(0, round(2 * math.log2(max(1.0, factor))))
        if level not in self._levels:
            self._levels[level] = shrunk(
                self.frame, max(LEAST_SIDE, round(max(self.frame.shape[:2]) * 2 ** (-level / 2)))
            )
        return self._levels[level]


def lay_over(
    picture: Pyramid, reference: Pixels, size: tuple[int, int], matrix: Matrix, compared: float = COMPARED_SIZE
) -> Laid:
    """Give what is to be compared where a reference lies in a picture.

    Args:
        picture: its frame.
        reference: a rendering of the reference, RGB, of any size.
        size: width and height of the reference's frame.
        matrix: from the reference's frame to the picture's.
        compared: root of the area of the comparison, in pixels; less where either is smaller.
    """
    given = size_of_comparison(reference, size, matrix, compared)
    seen = beneath(picture, given.shape, size, matrix)
    return Laid(seen=seen, given=given, inside=_inside(given.shape, size, matrix, picture.frame.shape))


def size_of_comparison(
    reference: Pixels, size: tuple[int, int], matrix: Matrix, compared: float = COMPARED_SIZE
) -> Floats:
    """Give a reference as it is compared where the matrix puts it: RGB, float32 [h, w, 3], sides multiples of 8."""
    import cv2

    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    whole = compared / float(np.sqrt(size[0] * size[1]))
    side = max(LEAST_SIDE, min(scale, whole) * max(size))
    factor = min(1.0, side / max(reference.shape[:2]))
    # Stretched to whole blocks, not cut: what lies beneath is stretched alike, and a cut word mark of eleven rows of
    # pixels lay a tenth beside itself.
    height, width = (max(BLOCK, BLOCK * round(length * factor / BLOCK)) for length in reference.shape[:2])
    return np.asarray(cv2.resize(reference, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32)


def beneath(picture: Pyramid, shape: tuple[int, ...], size: tuple[int, int], matrix: Matrix) -> Floats:
    """Give what lies in a picture where the matrix puts a reference, of the shape [h, w, 3], RGB, float32."""
    import cv2

    step = size[0] / shape[1], size[1] / shape[0]
    small = picture.shrunk(float(np.sqrt(abs(np.linalg.det(matrix[:2, :2])))) * step[0])
    shrink = small.shape[1] / picture.frame.shape[1], small.shape[0] / picture.frame.shape[0]
    # Matrices count from a pixel's corner, OpenCV from its middle: a mirror image would lie a pixel beside itself.
    whole = np.linalg.inv(_MIDDLE) @ np.diag([*shrink, 1.0]) @ matrix @ np.diag([*step, 1.0]) @ _MIDDLE
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
