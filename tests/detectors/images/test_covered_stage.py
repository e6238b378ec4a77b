from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from detectors.images.alignment import placement
from detectors.images.decode import open_image
from detectors.images.hashes import hashed_form, turned
from detectors.images.homography import corners, placed
from detectors.images.matches import Match, Picture
from detectors.images.reference_set import ReferenceSet
from detectors.images.stages.covered import CoveredStage
from detectors.images.views import views_of
from tests.detectors.images.pictures import encoded, packshot, reference

OURS = packshot(1)


def mark(word: str) -> Image.Image:
    """Draw a word mark with a sign."""
    image = Image.new("RGB", (480, 170), "white")
    pen = ImageDraw.Draw(image)
    pen.regular_polygon((80, 85, 60), 5, fill="#c03010")
    pen.text((160, 20), word, fill="#203060", font=ImageFont.load_default(100))
    return image


REFERENCES = ReferenceSet.build(
    [
        reference(OURS),
        reference(mark("Velora"), "acme/mark.png"),
        *(reference(packshot(s), f"acme/{s}.png") for s in range(2, 8)),
    ]
)
STAGE = CoveredStage(REFERENCES)


def found(image: Image.Image, stage: CoveredStage = STAGE) -> tuple[Match, ...]:
    content = encoded(image, "JPEG", quality=80)
    return stage.find(Picture.of(hashlib.sha256(content).hexdigest(), open_image(content)))


def calls(image: Image.Image) -> Image.Image:
    """Lay a bar with words over a picture, and words without, as shops do."""
    drawn = image.copy()
    pen = ImageDraw.Draw(drawn)
    top, tall = round(0.58 * image.height), round(0.1 * image.height)
    pen.rectangle((0, top, image.width, top + tall), fill="#d01060")
    pen.text((0.1 * image.width, top), "SALE 50% OFF", fill="white", font=ImageFont.load_default(0.8 * tall))
    pen.text((0.4 * image.width, 0), "FREE GIFT", fill="#1060d0", font=ImageFont.load_default(tall))
    return drawn


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda image: image,
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "upside down": lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    "quarter turn": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "half turn": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "three quarters": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "transposed": lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    "transversed": lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    "smaller": lambda image: image.resize((image.width // 2, image.height // 2)),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("ours", "path"), [(OURS, "acme/box.png"), (mark("Velora"), "acme/mark.png")])
def test_what_words_were_laid_over_is_found(change: str, ours: Image.Image, path: str) -> None:
    matches = found(CHANGES[change](calls(ours)))
    assert [(match.reference.path, match.verdict, match.stage) for match in matches] == [(path, "copy", "hash")]
    assert 0.5 <= matches[0].score < 1


def test_the_same_words_over_another_picture_are_not_found() -> None:
    assert found(calls(packshot(20))) == ()
    assert found(calls(mark("Kuntig"))) == ()


def test_another_colour_under_the_words_is_a_variant() -> None:
    assert {match.verdict for match in found(calls(packshot(1, label="green")))} <= {"variant"}


def test_nothing_is_found_without_references() -> None:
    assert found(OURS, CoveredStage(ReferenceSet.build([]))) == ()


@pytest.mark.parametrize("orientation", range(8))
def test_a_placement_puts_the_reference_where_the_turned_hash_saw_it(orientation: int) -> None:
    picture = np.asarray(packshot(3, size=(300, 300)))
    (view, *_) = views_of(np.ascontiguousarray(turned(picture, orientation)), 0)
    whole = next(v for v in REFERENCES.views if v.reference.path == "acme/3.png")
    # Which of the eight ways turns the picture back.
    squares = [hashed_form(turned(view.square, back)) for back in range(8)]
    back = min(range(8), key=lambda k: float(np.abs(squares[k].astype(int) - hashed_form(picture)).mean()))
    outline = placed(placement(view, whole, back, (480, 360)), corners((480, 360)))
    assert {tuple(map(round, corner)) for corner in outline} == {(0, 0), (300, 0), (300, 300), (0, 300)}
    seen = [view.square[min(63, int(y * 63 / 300)), min(63, int(x * 63 / 300))].astype(int) for x, y in outline]
    given = [picture[y, x].astype(int) for x, y in ((0, 0), (299, 0), (299, 299), (0, 299))]
    assert max(np.abs(a - b).max() for a, b in zip(seen, given, strict=True)) < 30
