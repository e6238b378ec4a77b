"""Banners drawn for the tests, on the grounds that shops use. No real goods, marks or people."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from detectors.images.decode import open_image
from detectors.pictured_text.passages import PicturedPassage
from detectors.pictured_text.reader import PictureReader
from detectors.pictured_text.tesseract import Installation
from listings.listing import Listing
from listings.subject import Subject, SubjectImage

CLAIM = ("Chữa khỏi tiểu đường tuýp 2", "chỉ sau 7 ngày sử dụng")

needs_tesseract = pytest.mark.skipif(bool(Installation.look().missing), reason="no tesseract with Vietnamese here")


def font(points: int) -> ImageFont.FreeTypeFont:
    """Give a font that has Vietnamese letters, or skip the test."""
    for name in ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf"):
        try:
            return ImageFont.truetype(name, points)
        except OSError:
            continue
    pytest.skip("no font with Vietnamese letters here")


def banner(
    *lines: str,
    size: tuple[int, int] = (900, 500),
    points: int = 44,
    ground: str | Image.Image = "white",
    ink: str = "black",
    at: tuple[int, int] = (60, 150),
) -> Image.Image:
    """Draw lines of lettering on a ground."""
    image = Image.new("RGB", size, ground) if isinstance(ground, str) else ground.resize(size)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((at[0], at[1] + int(number * points * 1.35)), line, font=font(points), fill=ink)
    return image


def packshot() -> Image.Image:
    """Draw goods without lettering, on white."""
    image = Image.new("RGB", (800, 800), "white")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((250, 150, 550, 700), 40, fill="#44aa77", outline="#222222", width=4)
    pen.rectangle((330, 90, 470, 150), fill="#dddddd", outline="#222222", width=3)
    pen.ellipse((310, 300, 490, 480), fill="#eeeeee")
    return image


def noisy(image: Image.Image, deviation: float) -> Image.Image:
    """Add grey noise, the same every time."""
    grain = np.random.default_rng(1).normal(0, deviation, (image.height, image.width, 1))
    return Image.fromarray((np.asarray(image, dtype=np.float64) + grain).clip(0, 255).astype(np.uint8))


def sunset() -> Image.Image:
    """Draw a ground that goes from light yellow to dark red."""
    down = np.linspace(0, 1, 256)[:, None, None]
    mixed = np.array((255, 220, 80)) * (1 - down) + np.array((200, 60, 30)) * down
    return Image.fromarray(np.broadcast_to(mixed, (256, 256, 3)).astype(np.uint8))


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """Write a picture to bytes."""
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def subject_of(*contents: bytes) -> Subject:
    """Make a listing with these pictures."""
    images = tuple(SubjectImage(digest=hashlib.sha256(c).hexdigest(), content=c) for c in contents)
    listing = Listing(id="1", title="Hàng mẫu")
    return Subject(listing=listing, captured_at=datetime(2026, 1, 1, tzinfo=UTC), images=images)


def read(image: Image.Image) -> list[PicturedPassage]:
    """Read a picture as it comes out of the decoder."""
    reader = PictureReader.open()
    assert reader is not None
    decoded = open_image(encoded(image))
    return reader.passages(decoded.pixels, (decoded.width, decoded.height))


def character_error(wanted: str, got: str) -> float:
    """Give the edit distance in parts of what was wanted."""
    row = list(range(len(got) + 1))
    for number, letter in enumerate(wanted, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(got, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != other))
    return row[-1] / len(wanted)
