"""Turns a decoder's frame into what a viewer would show: small, RGB, upright, on white."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]
"""RGB, uint8 [h, w, 3]."""

ORIENTATION_TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})


def orientation_of(image: Image.Image) -> int:
    """Give the EXIF orientation, 1 (upright) where there is none or the EXIF block itself is broken."""
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError):
        # Viewers ignore a broken EXIF block and show the picture; so do we.
        return 1


def render(image: Image.Image, longest: int) -> Pixels:
    """Decode a frame and give its pixels with a longest side of at most `longest`, not yet turned upright."""
    import cv2

    shown = _on_white(_eight_bits(image))
    # Whole factors by means over areas; the rest is less than two, where interpolating is as good and 10 times as fast.
    shown = shown.reduce(factor) if (factor := max(shown.size) // longest) > 1 else shown
    pixels = np.asarray(shown, dtype=np.uint8)
    scale = longest / max(shown.size)
    if scale >= 1:
        return pixels
    size = max(1, round(shown.width * scale)), max(1, round(shown.height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def turn_upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn pixels as the EXIF orientation says; an unknown value leaves them as they are."""
    turn = TURNS.get(orientation)
    return pixels if turn is None else np.asarray(Image.fromarray(pixels).transpose(turn), dtype=np.uint8)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey to 8 bits: Pillow's own convert clips everything above 255 to white."""
    if not image.mode.startswith("I"):
        return image
    deep = np.asarray(image)
    return Image.fromarray((np.clip(deep, 0, 65535) >> 8).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        image.load()
        return image if image.mode == "RGB" else image.convert("RGB")
    seen = image.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    return white.convert("RGB")
