"""Pictures drawn for the tests: no real goods, marks or people."""

from __future__ import annotations

import hashlib
import io
import random

from PIL import Image, ImageDraw, ImageOps

from detectors.images.match import ImageMatcher
from detectors.images.reference_set import ReferencePicture, ReferenceSet


def packshot(seed: int, *, size: tuple[int, int] = (480, 360), label: str = "red") -> Image.Image:
    """Draw a box with a label and a pattern of its own, on white."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    w, h = size
    pen.rectangle((w * 0.2, h * 0.1, w * 0.8, h * 0.9), fill="#dddddd", outline="black", width=4)
    pen.rectangle((w * 0.25, h * 0.3, w * 0.75, h * 0.75), fill=label)
    for _ in range(14):
        x, y = chance.uniform(0.25, 0.65) * w, chance.uniform(0.15, 0.75) * h
        pen.ellipse((x, y, x + chance.uniform(10, 60), y + chance.uniform(10, 60)), fill=chance.choice(GREYS))
    return image


# A mark and goods that differ by colour alone: both have light 144.
LEAF, ROSE = "#00dc82", "#c8719e"


def plain_mark(ground: str | None = "white") -> Image.Image:
    """Draw a mark of one colour, on plain ground or, for None, cut out to be put on goods."""
    image = Image.new("RGBA", (300, 220), ground or (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.line([(30, 150), (90, 30), (150, 150), (60, 150)], fill=LEAF, width=18, joint="curve")
    pen.line([(150, 120), (200, 50), (270, 150), (190, 150)], fill=LEAF, width=18, joint="curve")
    pen.ellipse((215, 15, 265, 65), fill=LEAF)
    for left, top, size in (
        (20, 180, 16),
        (60, 172, 28),
        (112, 184, 10),
        (140, 170, 34),
        (200, 178, 20),
        (240, 168, 36),
    ):
        pen.rectangle((left, top, left + size, top + 36 - size // 2), fill=LEAF)
    return image if ground is None else image.convert("RGB")


GREYS = ("black", "#444444", "#888888", "white")


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """Write a picture to bytes."""
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def reference(image: Image.Image, path: str = "acme/box.png", brand: str | None = "acme") -> ReferencePicture:
    """Make a reference of a picture."""
    return reference_of(encoded(image), path, brand)


def reference_of(content: bytes, path: str = "acme/box.png", brand: str | None = "acme") -> ReferencePicture:
    """Make a reference of bytes."""
    digest = hashlib.sha256(content).hexdigest()
    return ReferencePicture(path=path, brand=brand, product=None, digest=digest, content=content)


def matcher(*references: ReferencePicture) -> ImageMatcher:
    """Make a matcher of references."""
    return ImageMatcher(ReferenceSet.build(references))


def bordered(image: Image.Image, sides: tuple[int, int, int, int], fill: str = "navy") -> Image.Image:
    """Put a border around a picture: left, top, right, bottom."""
    return ImageOps.expand(image, sides, fill=fill)
