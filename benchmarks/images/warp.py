"""Perspective: lays a picture onto four corners, and turns pictures by any angle."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Where a picture's corners go: upper left, upper right, lower right, lower left."""


def laid(picture: Image.Image, quad: Quad, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """Lay a picture onto a quad in a frame of `size`; give the frame and where the picture covers it (mode L)."""
    long = max(max(x for x, _ in quad) - min(x for x, _ in quad), max(y for _, y in quad) - min(y for _, y in quad))
    # Shrunk before it is warped, else fine lines break into dots.
    if max(picture.size) > 1.5 * long:
        share = max(0.02, long / max(picture.size))
        picture = picture.resize((max(2, round(picture.width * share)), max(2, round(picture.height * share))))
    wide, high = picture.size
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.array(quad, dtype=np.float32))
    flat = cv2.warpPerspective(
        np.asarray(picture), matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    mask = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    return Image.fromarray(flat.astype(np.uint8)), Image.fromarray(mask.astype(np.uint8))


def jittered(box: tuple[float, float, float, float], amount: float, chance: random.Random) -> Quad:
    """Move a box's corners (x, y, width, height), each by up to `amount` of its sides."""
    x, y, wide, high = box

    def corner(px: float, py: float) -> Point:
        return px + chance.uniform(-amount, amount) * wide, py + chance.uniform(-amount, amount) * high

    return corner(x, y), corner(x + wide, y), corner(x + wide, y + high), corner(x, y + high)
