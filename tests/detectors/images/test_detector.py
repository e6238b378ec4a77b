from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from PIL import Image

from detectors.images.detector import find_images
from listings.listing import Listing
from listings.subject import Subject, SubjectImage
from tests.detectors.images.pictures import encoded, matcher, packshot, reference

OURS = reference(packshot(1), brand="Nhãn {} mẫu")
MATCHER = matcher(OURS)


def subject(*contents: bytes) -> Subject:
    images = tuple(SubjectImage(digest=hashlib.sha256(c).hexdigest(), content=c) for c in contents)
    return Subject(
        listing=Listing(id="1", title="Sữa hộp"), captured_at=datetime(2026, 1, 1, tzinfo=UTC), images=images
    )


def test_an_official_picture_is_a_signal_with_its_region() -> None:
    copy = encoded(packshot(1), "JPEG", quality=60)
    found = find_images(subject(encoded(packshot(9, label="green", size=(300, 500))), copy), MATCHER)
    (finding,) = found.findings
    assert (finding.kind, finding.category, finding.rule) == ("signal", "official_photo", "official-photo")
    assert finding.model == MATCHER.version
    (region,) = finding.regions
    assert region.image == hashlib.sha256(copy).hexdigest()
    assert (region.reference, region.brand, region.verdict, region.stage) == (OURS.digest, OURS.brand, "copy", "hash")
    assert found.notes == ()


def test_the_reason_names_the_brand_and_accuses_nobody() -> None:
    (finding,) = find_images(subject(encoded(packshot(1))), MATCHER).findings
    assert finding.reason.vi.startswith("Ảnh trùng với ảnh chính thức của Nhãn {} mẫu.")
    assert "chưa chứng minh" in finding.reason.vi
    assert "proves nothing" in finding.reason.en


def test_unusable_pictures_are_noted_in_both_languages_and_the_others_judged() -> None:
    white = encoded(Image.new("RGB", (200, 200), "white"))
    found = find_images(subject(white, b"<html>", encoded(packshot(1))), MATCHER)
    assert len(found.findings) == 1
    assert [note[:5] for note in found.notes] == ["Ảnh 1", "Ảnh 2"]
    assert "image_flat" in found.notes[0]
    assert "Image 2" in found.notes[1]


def test_no_pictures_no_findings() -> None:
    assert find_images(subject(), MATCHER).findings == ()


def test_a_reference_set_aside_is_kept_without_effect_and_gives_way_to_others() -> None:
    found = find_images(subject(encoded(packshot(1), "JPEG")), MATCHER, {OURS.digest})
    (held,) = found.aside
    assert (found.findings, held.kind, held.regions[0].reference) == ((), "shadow", OURS.digest)
    other = reference(packshot(1, label="green"), "acme/green.png")
    both = find_images(subject(encoded(packshot(1), "JPEG")), matcher(OURS, other), {OURS.digest})
    assert [finding.regions[0].reference for finding in both.findings] == [other.digest]
    assert both.aside == ()
