from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageOps

from detectors.images.matches import ImageMatch, Match
from tests.detectors.images.pictures import bordered, encoded, matcher, packshot, reference

OURS = packshot(1)
MATCHER = matcher(reference(OURS), *(reference(packshot(s), f"acme/{s}.png") for s in range(2, 8)))


def only(found: ImageMatch) -> Match:
    assert found.usable
    assert [match.reference.path for match in found.matches] == ["acme/box.png"]
    return found.matches[0]


def covered(image: Image.Image) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).rectangle((0, 260, 480, 310), fill="navy")
    return drawn


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda image: image.resize((200, 150)),
    "grey": lambda image: image.convert("L"),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "quarter turn": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "three quarters": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "transposed": lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    "transversed": lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    "text over": covered,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_is_a_copy_over_its_whole_area(change: str) -> None:
    changed = CHANGES[change](OURS)
    match = only(MATCHER.match(encoded(changed, "JPEG", quality=70)))
    assert match.verdict == "copy"
    # What text covers, a hash is not sure of; features may be surer.
    assert match.stage == "hash" or change == "text over"
    assert 0.5 <= match.score < 1
    x, y, width, height = match.box
    assert max(x, y, changed.width - x - width, changed.height - y - height) <= 0.03 * max(changed.size)


def test_the_same_bytes_are_exact() -> None:
    match = only(MATCHER.match(encoded(OURS)))
    assert (match.verdict, match.score, match.stage, match.box) == ("copy", 1.0, "exact", (0, 0, 480, 360))


def test_two_brands_with_the_same_file_are_both_named() -> None:
    both = matcher(reference(OURS), reference(OURS, "other/box.png", "other"))
    assert [match.brand for match in both.match(encoded(OURS)).matches] == ["acme", "other"]


def test_another_colour_is_a_variant_and_the_right_colour_comes_first() -> None:
    green = packshot(1, label="green")
    found = only(MATCHER.match(encoded(green)))
    assert found.verdict == "variant"
    both = matcher(reference(OURS), reference(green, "acme/green.png"))
    first = both.match(encoded(green, "JPEG")).matches[0]
    assert (first.reference.path, first.verdict) == ("acme/green.png", "copy")


@pytest.mark.parametrize("sides", [(60, 20, 90, 40), (0, 0, 0, 120), (30, 200, 30, 200)])
def test_inside_a_border_the_box_is_where_the_reference_lies(sides: tuple[int, int, int, int]) -> None:
    match = only(MATCHER.match(encoded(bordered(OURS, sides))))
    expected = (sides[0], sides[1], 480, 360)
    assert max(abs(a - b) for a, b in zip(match.box, expected, strict=True)) <= 16


def test_a_small_picture_on_a_large_plain_ground_is_contained() -> None:
    large = Image.new("RGB", (1200, 1000), "navy")
    large.paste(OURS, (500, 300))
    match = only(MATCHER.match(encoded(large)))
    assert match.verdict == "contains"
    assert max(abs(a - b) for a, b in zip(match.box, (500, 300, 480, 360), strict=True)) <= 16


def test_any_frame_of_an_animation_can_match() -> None:
    animation = encoded(packshot(30), "GIF", save_all=True, append_images=[packshot(31), OURS], duration=300)
    assert only(MATCHER.match(animation)).verdict == "copy"


def test_other_goods_match_nothing() -> None:
    for seed in range(100, 130):
        found = MATCHER.match(encoded(packshot(seed, label="green")))
        assert found.usable
        assert not [match for match in found.matches if match.verdict == "copy"]
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))
    assert MATCHER.match(encoded(noise)) == ImageMatch(usable=True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "image_format"), (encoded(OURS)[:900], "image_broken"), (encoded(Image.new("L", (99, 99))), "image_flat")],
)
def test_what_cannot_be_judged_is_not_usable_and_says_why(content: bytes, reason: str) -> None:
    found = MATCHER.match(content)
    assert (found.usable, found.matches, found.unreadable) == (False, (), reason)
    assert found.note is not None
    assert reason in found.note.vi
    assert reason in found.note.en


def test_no_references_match_nothing() -> None:
    assert matcher().match(encoded(OURS)) == ImageMatch(usable=True)


def test_many_near_references_stay_bounded_and_the_right_one_is_found() -> None:
    shades = [f"#{level:02x}2030" for level in range(40, 240, 4)]
    many = matcher(*(reference(packshot(1, label=shade), f"acme/{shade}.png") for shade in shades))
    assert many.match(encoded(packshot(1, label=shades[20]), "PNG", optimize=True)).matches
