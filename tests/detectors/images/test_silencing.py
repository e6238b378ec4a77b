from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from detectors.images.matches import ImageMatch, Match
from detectors.images.reasons import MatchVerdict
from detectors.images.reference_set import Reference, ReferencePicture, ReferenceSet
from detectors.images.silencing import heard, settles
from detectors.images.views import Box
from tests.detectors.images.pictures import encoded, matcher, packshot, reference

OURS, SEAL = packshot(1), packshot(2)


def benign(image: Image.Image, brand: str | None = "acme") -> ReferencePicture:
    return replace(reference(image, "acme/benign/seal.png", brand), benign=True)


def test_a_picture_like_a_negative_reference_matches_nothing() -> None:
    quiet = matcher(reference(OURS), benign(encoded_again(OURS)))
    assert quiet.match(encoded(OURS.resize((300, 225)), "JPEG")) == ImageMatch(usable=True)


def test_a_picture_nearer_to_the_reference_still_matches() -> None:
    quiet = matcher(reference(OURS), benign(SEAL))
    assert [m.reference.path for m in quiet.match(encoded(OURS, "JPEG")).matches] == ["acme/box.png"]
    assert quiet.match(encoded(SEAL, "JPEG")).matches == ()


def test_the_same_file_as_reference_and_negative_reference_is_silent() -> None:
    assert matcher(reference(OURS), benign(OURS)).match(encoded(OURS)).matches == ()


def test_a_negative_reference_speaks_for_its_brand_or_without_one_for_all() -> None:
    others = reference(OURS, "other/box.png", "other")
    of_acme = matcher(reference(OURS), others, benign(OURS)).match(encoded(OURS))
    assert [match.brand for match in of_acme.matches] == ["other"]
    assert matcher(reference(OURS), others, benign(OURS, None)).match(encoded(OURS)).matches == ()


def test_a_negative_reference_changes_the_version_and_repeats_no_reference() -> None:
    built = ReferenceSet.build([reference(OURS), benign(OURS)])
    assert built.merged == ()
    assert built.version != ReferenceSet.build([reference(OURS)]).version


def match(score: float, box: Box, verdict: MatchVerdict = "contains", *, is_benign: bool = False) -> Match:
    known = Reference(
        path=f"{is_benign}", brand="acme", product=None, digest="0" * 64, width=9, height=9, benign=is_benign
    )
    return Match(reference=known, verdict=verdict, score=score, stage="local", box=box)


@pytest.mark.parametrize(
    ("seal", "silenced"),
    [
        (match(0.9, (0, 0, 100, 100), is_benign=True), True),
        (match(0.8, (0, 0, 100, 100), is_benign=True), True),
        (match(0.79, (0, 0, 100, 100), is_benign=True), False),
        (match(0.99, (80, 80, 90, 90), is_benign=True), False),
        (match(0.99, (300, 300, 90, 90), is_benign=True), False),
        (match(0.99, (0, 0, 100, 100), "variant", is_benign=True), False),
    ],
)
def test_only_what_explains_the_same_place_as_well_silences(seal: Match, silenced: bool) -> None:
    found = match(0.8, (0, 0, 100, 100))
    assert heard([found, seal]) == ([] if silenced else [found])


def test_a_sure_seal_does_not_end_the_search() -> None:
    box = (0, 0, 9, 9)
    assert settles(match(0.99, box))
    assert settles(match(0.99, box, "copy", is_benign=True))
    assert not settles(match(0.99, box, is_benign=True))
    assert not settles(match(0.99, box, "variant"))


def encoded_again(image: Image.Image) -> Image.Image:
    """Give nearly the same picture, so that its digest is another."""
    changed = image.copy()
    changed.putpixel((3, 3), (254, 254, 254))
    return changed
