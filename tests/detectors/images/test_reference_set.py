from __future__ import annotations

from PIL import Image

from detectors.images.reference_set import MergedReference, ReferenceSet
from tests.detectors.images.pictures import encoded, packshot, reference, reference_of


def test_flat_and_unreadable_references_are_listed_and_the_others_go_on() -> None:
    built = ReferenceSet.build(
        [
            reference(Image.new("RGB", (200, 200), "white"), "acme/white.png"),
            reference_of(b"no picture", "acme/notes.jpg"),
            reference(packshot(1)),
        ]
    )
    assert [(r.path, r.reason) for r in built.refused] == [
        ("acme/white.png", "image_flat"),
        ("acme/notes.jpg", "image_format"),
    ]
    assert [r.path for r in built.references] == ["acme/box.png"]


def test_near_duplicates_of_one_brand_are_merged() -> None:
    again = encoded(packshot(1), "JPEG", quality=60)
    built = ReferenceSet.build([reference(packshot(1)), reference_of(again, "acme/again.jpg")])
    assert built.merged == (MergedReference("acme/again.jpg", "acme/box.png"),)
    assert len(built.references) == 1


def test_other_colours_and_other_brands_are_kept_apart() -> None:
    built = ReferenceSet.build(
        [
            reference(packshot(1)),
            reference(packshot(1, label="green"), "acme/green.png"),
            reference(packshot(1), "other/box.png", "other"),
        ]
    )
    assert built.merged == ()
    assert len(built.references) == 3


def test_version_depends_on_pictures_and_brands_not_on_order() -> None:
    one, two = reference(packshot(1)), reference(packshot(2), "acme/two.png")
    versions = [ReferenceSet.build(items).version for items in ([one, two], [two, one], [one], [])]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
    other = ReferenceSet.build([reference(packshot(1), "other/box.png", "other")]).version
    assert other not in versions
