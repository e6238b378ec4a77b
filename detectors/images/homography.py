"""How one picture lies in another: the maps between them, fitted, applied and refused."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detectors.images.features import Floats

Matrix = npt.NDArray[np.float64]
"""Reference to picture, in pixels of the frames, float64 [3, 3]."""

# How far a point may lie from where the fit puts it: reading at 320 px places a point to a pixel of 512.
FIT_PIXELS = 3.0
SEARCHES = 500
CONFIDENCE = 0.995

# A reference half outside a close-up is eight times as large; below a twelfth nothing of it is left.
LARGEST = 8.0
SMALLEST = 0.08
MOST_SHEARED = 2.6
MOST_FORESHORTENED = 2.2


def similarity(seen: Floats, given: Floats, *, mirrored: bool) -> Matrix:
    """Fit the turn, scale, shift (and mirror) that lays `given` on `seen`, least squares."""
    q, r = seen[:, 0] + 1j * seen[:, 1], given[:, 0] + 1j * given[:, 1]
    r = -r.conj() if mirrored else r
    middle = r - r.mean()
    spread = float((np.abs(middle) ** 2).sum())
    step = complex((middle.conj() * q).sum() / spread) if spread > 0 else 1 + 0j
    shift = complex(q.mean() - step * r.mean())
    flip = -1.0 if mirrored else 1.0
    return np.array(
        [[flip * step.real, -step.imag, shift.real], [flip * step.imag, step.real, shift.imag], [0.0, 0.0, 1.0]]
    )


def placed(matrix: Matrix, points: npt.NDArray[np.floating]) -> Matrix:
    """Move points [n, 2] of the reference into the picture."""
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], dtype=np.float64)


def corners(size: tuple[int, int]) -> Matrix:
    """Give the corners of a frame, clockwise from the upper left."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)


def sane(matrix: Matrix, size: tuple[int, int]) -> bool:
    """Say whether a picture can lie so: not folded over, not too small, slanted or foreshortened."""
    depth = np.column_stack([corners(size), np.ones(4)]) @ matrix[2]
    if not np.isfinite(matrix).all() or depth.min() <= 0 or depth.max() / depth.min() > MOST_FORESHORTENED:
        return False
    large, small = np.linalg.svd(slope(matrix, (size[0] / 2, size[1] / 2)), compute_uv=False)
    return bool(large < LARGEST and small > SMALLEST and large < MOST_SHEARED * small)


def slope(matrix: Matrix, point: tuple[float, float]) -> Matrix:
    """Give how the picture changes around a point of the reference, float64 [2, 2]."""
    place = matrix @ (*point, 1.0)
    return np.asarray((matrix[:2, :2] - np.outer(place[:2] / place[2], matrix[2, :2])) / place[2], dtype=np.float64)


def perspective(seen: Floats, given: Floats, within: float = FIT_PIXELS) -> Matrix | None:
    """Fit a perspective to nine pairs of points or more, few of them so many pixels wrong."""
    import cv2

    matrix, _ = cv2.findHomography(given, seen, cv2.USAC_MAGSAC, within, maxIters=SEARCHES, confidence=CONFIDENCE)
    return _found(matrix)


def affinity(seen: Floats, given: Floats, within: float = FIT_PIXELS) -> Matrix | None:
    """Fit a shift, scale, turn and slant to four pairs of points or more, few of them so many pixels wrong."""
    import cv2

    matrix, _ = cv2.estimateAffine2D(given, seen, None, cv2.USAC_MAGSAC, within, SEARCHES, CONFIDENCE)
    flat = _found(matrix)
    return None if flat is None else np.vstack([flat, (0.0, 0.0, 1.0)])


def _found(matrix: object) -> Matrix | None:
    # OpenCV's own types do not say that it gives None where it finds nothing.
    return None if matrix is None else np.asarray(matrix, dtype=np.float64)
