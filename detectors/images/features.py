"""Local features of a picture: points that are found again after cropping, turning, covering and photographing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from detectors.images.rendering import Pixels

if TYPE_CHECKING:
    import cv2

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]
"""Light, uint8 [h, w]."""

DIMENSIONS = 128
# SIFT's descriptor is 4 x 4 cells of 8 directions.
CELLS = (4, 4, 8)
# The root of the area that a picture is read at: of 358 copies changed in the hardest ways 325 are found at 260, 321 at
# 290 and 319 at 235. By its area, so that what fills the width of a telephone's screen is not read at 150 pixels.
PICTURE_SIZE = 260.0
PICTURE_POINTS = 300
MOST_ENLARGED = 2.5
# Plain marks are round: their points lie along edges, which SIFT drops at its own limit of 10. 97 % of changed copies
# then have points enough to be placed, instead of 94 %.
EDGE_LIMIT = 18
# A reference is also read small, as it looks inside a collage or printed on goods.
REFERENCE_SIDES = (400, 180)
REFERENCE_POINTS = (220, 80)
# What stands out by its colour alone has no light of its own: of 47 marks printed on goods light names 26 and the red
# difference 7 more (blue difference 5 more, saturation 7). JPEG keeps colour at half the size.
COLOUR_SIZE = 200.0
COLOUR_POINTS = 150
COLOUR_SIDES = (300, 140)
COLOUR_REFERENCE_POINTS = (100, 50)
# SIFT's least contrast, and the red difference's: colours differ by less than light does.
LEAST_CONTRAST = 0.04
LEAST_COLOUR_CONTRAST = 0.027
# Square roots of shares are at most 1 and mostly below 0.5.
ROOT_LEVELS = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """Points of a picture with their surroundings.

    `frame`: width and height of the frame they were found in; `points` float32 [n, 2]: x, y in its pixels; `sizes`
    float32 [n]: diameter in pixels; `angles` float32 [n]: radians, clockwise on screen; `descriptors` uint8 [n, 128]:
    RootSIFT times 512.
    """

    frame: tuple[int, int]
    points: Floats
    sizes: Floats
    angles: Floats
    descriptors: Bytes

    def __len__(self) -> int:
        return len(self.points)

    def mirrored(self) -> Self:
        """Give the features as the picture's mirror image would show them, at the places where they are here.

        A mirror turns a descriptor's cells and directions about its main direction; reading the picture a second time
        would cost 19 ms.
        """
        cells = self.descriptors.reshape(-1, *CELLS)[:, ::-1]
        flipped = cells[..., (-np.arange(CELLS[2])) % CELLS[2]].reshape(-1, DIMENSIONS)
        return replace(self, descriptors=flipped)


def picture_features(frame: Pixels) -> Features:
    """Read a listing picture's frame, by its light and by its red difference."""
    height, width = frame.shape[:2]
    stretched = float(np.sqrt(max(height, width) / min(height, width)))
    light, red = _light_and_red(frame)
    return _joined(
        (
            _read(light, round(PICTURE_SIZE * stretched), PICTURE_POINTS, LEAST_CONTRAST),
            _read(red, round(COLOUR_SIZE * stretched), COLOUR_POINTS, LEAST_COLOUR_CONTRAST),
        )
    )


def reference_features(frame: Pixels) -> Features:
    """Read a reference's frame, large and small, by its light and by its red difference."""
    light, red = _light_and_red(frame)
    sizes = zip(REFERENCE_SIDES, REFERENCE_POINTS, strict=True)
    colour_sizes = zip(COLOUR_SIDES, COLOUR_REFERENCE_POINTS, strict=True)
    return _joined(
        (
            *(_read(light, side, most, LEAST_CONTRAST) for side, most in sizes),
            *(_read(red, side, most, LEAST_COLOUR_CONTRAST) for side, most in colour_sizes),
        )
    )


def light_of(frame: Pixels) -> Grey:
    """Give a frame's light."""
    import cv2

    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _light_and_red(frame: Pixels) -> tuple[Grey, Grey]:
    import cv2

    both = cv2.cvtColor(frame, cv2.COLOR_RGB2YCrCb)
    light, red = (cv2.extractChannel(both, channel) for channel in (0, 1))
    return np.asarray(light, dtype=np.uint8), np.asarray(red, dtype=np.uint8)


def shrunk(pixels: npt.NDArray[np.uint8], longest: int) -> npt.NDArray[np.uint8]:
    """Shrink to a longest side; what is smaller stays as it is."""
    import cv2

    scale = longest / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def enlarged(part: Pixels) -> tuple[Pixels, float]:
    """Enlarge a part of a frame to the size at which a picture is read, and give by how much; at most by 2.5."""
    import cv2

    factor = min(MOST_ENLARGED, PICTURE_SIZE / float(np.sqrt(part.shape[0] * part.shape[1])))
    if factor <= 1:
        return part, 1.0
    whole = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(whole, dtype=np.uint8), factor


def _read(grey: Grey, longest: int, most: int, contrast: float) -> Features:
    import cv2

    cv2.setNumThreads(1)
    small = shrunk(grey, longest)
    sift = cv2.SIFT.create(nfeatures=most, contrastThreshold=contrast, edgeThreshold=EDGE_LIMIT)
    found, described = sift.detectAndCompute(small, None)
    # SIFT gives a few more than asked where several are equally strong.
    found, described = found[:most], described[:most] if found else np.zeros((0, DIMENSIONS), dtype=np.float32)
    return _features(found, np.asarray(described, dtype=np.float32), grey, grey.shape[1] / small.shape[1])


def _joined(read: Sequence[Features]) -> Features:
    return Features(
        frame=read[0].frame,
        points=np.concatenate([each.points for each in read]),
        sizes=np.concatenate([each.sizes for each in read]),
        angles=np.concatenate([each.angles for each in read]),
        descriptors=np.concatenate([each.descriptors for each in read]),
    )


def _features(found: Sequence[cv2.KeyPoint], described: Floats, grey: Grey, scale: float) -> Features:
    shares = described / np.maximum(described.sum(axis=1, keepdims=True), 1)
    placed = np.array([(*point.pt, point.size, point.angle) for point in found], dtype=np.float32).reshape(-1, 4)
    return Features(
        frame=(grey.shape[1], grey.shape[0]),
        # SIFT counts from the middle of the first pixel.
        points=(placed[:, :2] + np.float32(0.5)) * np.float32(scale),
        sizes=placed[:, 2] * np.float32(scale),
        angles=np.deg2rad(placed[:, 3]),
        descriptors=np.minimum(np.sqrt(shares) * ROOT_LEVELS, 255).astype(np.uint8),
    )
