from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageOps

from detectors.images.matches import ImageMatch, Match
from detectors.images.reference_set import ReferenceSet
from detectors.images.stages.panels import PanelStage
from tests.detectors.images.pictures import bordered, encoded, matcher, packshot, reference
from tests.detectors.images.test_feature_stage import collage, inset, scene, screenshot

OURS = packshot(1)
MATCHER = matcher(reference(OURS), *(reference(packshot(s), f"acme/{s}.png") for s in range(2, 8)))


def word_mark(letters: int = 5) -> Image.Image:
    """Draw a plain mark: bars as letters, with too few corners for local features."""
    image = Image.new("RGB", (420, 140), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 20, 110, 120), fill="purple")
    for number in range(letters):
        pen.rounded_rectangle((140 + 50 * number, 30 + 6 * number % 20, 172 + 50 * number, 110), 12, fill="black")
    return image


def framed(image: Image.Image) -> Image.Image:
    """Put a border with words around the picture, which plain margins do not explain."""
    whole = bordered(image, (50, 30, 50, 90), "orange")
    pen = ImageDraw.Draw(whole)
    for line in range(3):
        pen.text((20 + 60 * line, image.height + 40 + 20 * line), "GIẢM GIÁ SỐC HÔM NAY - FREESHIP", fill="navy")
    return whole


def marked_collage(image: Image.Image) -> Image.Image:
    whole = collage(OURS)
    whole.paste("white", (404, 330, 800, 627))
    whole.paste(image, (392, 400))
    return whole.resize((500, 400))


def only(found: ImageMatch) -> Match:
    assert found.usable
    assert found.matches
    assert found.matches[0].reference.path == "acme/box.png"
    return found.matches[0]


CHANGES: dict[str, tuple[Callable[[Image.Image], Image.Image], str]] = {
    "border with words": (framed, "copy"),
    "screenshot": (screenshot, "contains"),
    "mirrored, screenshot": (lambda image: screenshot(ImageOps.mirror(image)), "contains"),
    "inset": (inset, "contains"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_part_of_a_picture_is_found_without_local_features(change: str) -> None:
    changed, verdict = CHANGES[change]
    match = only(MATCHER.match(encoded(changed(OURS), "JPEG", quality=85)))
    assert (match.stage, match.verdict) == ("panel", verdict)
    assert 0.5 <= match.score < 1


def test_the_box_is_in_the_original_picture_and_the_reason_speaks_both_languages() -> None:
    large = inset(OURS).resize((1600, 1280))
    match = only(MATCHER.match(encoded(large, "JPEG", quality=90)))
    assert max(abs(a - b) for a, b in zip(match.box, (660, 500, 800, 600), strict=True)) <= 16
    assert match.reason.vi.startswith("Trong ảnh có ảnh chính thức của acme")
    assert match.reason.en.startswith("The picture contains an official picture of acme")


def test_a_plain_mark_in_a_collage_is_found() -> None:
    marks = matcher(reference(word_mark()), reference(OURS, "acme/other.png"))
    match = only(marks.match(encoded(marked_collage(word_mark()), "JPEG", quality=85)))
    assert (match.stage, match.verdict) == ("panel", "contains")


def test_another_colour_in_a_panel_is_a_variant() -> None:
    assert only(MATCHER.match(encoded(inset(packshot(1, label="green"))))).verdict == "variant"


def test_other_marks_and_scenes_match_nothing() -> None:
    marks = matcher(reference(word_mark()))
    for letters in (2, 3):
        assert marks.match(encoded(marked_collage(word_mark(letters)))).matches == ()
    for seed in range(20, 40):
        assert MATCHER.match(encoded(framed(scene(seed)))).matches == ()


def test_without_references_nothing_is_cut() -> None:
    assert matcher().match(encoded(inset(OURS))) == ImageMatch(usable=True)
    assert PanelStage(ReferenceSet.build([])).name == "panel"
