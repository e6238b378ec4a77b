"""Opens a hostile picture once, safely, and brings it into the one shape that every stage compares."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from detectors.images.hashes import LEAST_QUALITY, is_flat
from detectors.images.rendering import SIDEWAYS, Pixels, orientation_of, render, turn_upright
from listings.errors import Unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# No shop's picture comes near these; an 87 KB PNG can claim 89 million pixels, which Pillow opens without an error.
MOST_BYTES = 32 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_ELONGATED = 20
# A progressive JPEG has about ten scans; each is a pass over the whole picture, so thousands of tiny ones stall us.
MOST_SCANS = 100
SMALLEST_SIDE = 16
WORKING_SIDE = 512
# Dense at the start, where advertisements keep their few frames, and bounded for the rest.
SAMPLED_FRAMES = (0, 1, 2, 4, 8, 16, 32)
ANIMATED = frozenset({"GIF", "PNG", "WEBP", "AVIF"})

# What Pillow's decoders raise on broken input, besides its own DecompressionBombError.
_DECODER_FAULTS = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError)

# Pillow warns of large sizes and odd EXIF blocks; the first we refuse before decoding, the second we forgive.
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecodedImage:
    """A picture, upright, on white. `frames` are RGB, uint8 [h, w, 3], longest side at most 512.

    A still picture has one frame; there is always one, and none is flat unless that was asked for. `width` and `height`
    are those of the original, upright: boxes are given in them.
    """

    frames: tuple[Pixels, ...]
    width: int
    height: int

    @property
    def pixels(self) -> Pixels:
        """Give the first frame."""
        return self.frames[0]


def open_image(content: bytes, *, least_drawn: int = LEAST_QUALITY) -> DecodedImage:
    """Decode a picture within fixed limits of bytes, pixels and frames.

    Args:
        content: The file's bytes.
        least_drawn: Leave out frames with less drawn in them, 0..100 as `hashes.quality` measures; 0 leaves none out.

    Raises:
        Unreadable: with reason image_too_large, image_broken, image_format or image_flat.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("image_too_large", f"holds {len(content)} bytes; at most {MOST_BYTES} are read")
    with _broken_is_unreadable(), _opened(content) as image:
        width, height = image.size
        _check_size(image)
        _check_scans(image, content)
        sampled = [render(frame, WORKING_SIDE) for frame in _frames(image)]
        orientation = orientation_of(image)
    frames = tuple(turn_upright(frame, orientation) for frame in sampled if not is_flat(frame, least_drawn))
    if not frames:
        raise Unreadable("image_flat", "shows nearly one colour: nothing in it can be compared")
    if orientation in SIDEWAYS:
        width, height = height, width
    return DecodedImage(frames=frames, width=width, height=height)


@contextmanager
def _broken_is_unreadable() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:
        raise Unreadable("image_too_large", f"claims more than {MOST_PIXELS} pixels") from error
    except _DECODER_FAULTS as error:
        raise Unreadable("image_broken", f"cannot be decoded: {str(error) or type(error).__name__}") from error


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unreadable("image_format", f"is no picture in a format we read ({', '.join(FORMATS)})") from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    size = f"is {width} x {height} pixels"
    if width * height > MOST_PIXELS:
        raise Unreadable("image_too_large", f"{size}; at most {MOST_PIXELS} are decoded")
    if max(width, height) > MOST_ELONGATED * min(width, height):
        raise Unreadable("image_too_large", f"{size}; longer than {MOST_ELONGATED} times its width cannot be compared")
    if min(width, height) < SMALLEST_SIDE:
        raise Unreadable("image_flat", f"{size}; below {SMALLEST_SIDE} nothing in it can be compared")


def _check_scans(image: Image.Image, content: bytes) -> None:
    # In coded data 0xFF is always followed by 0x00 or a restart marker, so this counts scan headers only.
    if image.format in {"JPEG", "MPO"} and content.count(b"\xff\xda") > MOST_SCANS:
        raise Unreadable("image_broken", f"has more than {MOST_SCANS} scans")


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    # Pillow goes by the shorter side's share too, and would decode a long picture whole.
    longest = max(image.size)
    image.draft("RGB", (WORKING_SIDE * image.width // longest, WORKING_SIDE * image.height // longest))
    yield image
    if image.format not in ANIMATED or not getattr(image, "is_animated", False):
        return
    affordable = 2 * MOST_PIXELS // (image.size[0] * image.size[1])
    for number in (n for n in SAMPLED_FRAMES[1:] if n < affordable):
        try:
            image.seek(number)
        except EOFError:
            return
        _check_size(image)
        yield image
