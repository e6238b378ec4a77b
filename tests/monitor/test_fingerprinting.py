"""Every image gets a fingerprint, those that show the same come together, a new reference finds what it concerns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from listings.finding import Verdict
from listings.flood import SetAside
from listings.listing import Listing, Seller
from listings.page import PageOutcome, ReadListing, WantedPage
from listings.subject import Subject
from monitor.steps.branding import add_brand
from monitor.steps.detecting import DetectReport, detect
from monitor.steps.fingerprinting import Fingerprints
from store.open import Stores, open_stores
from tests.detectors.images.pictures import encoded, packshot

NOW = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)
OURS = packshot(1)


class _Quiet:
    """A judge that finds nothing and remembers what it was shown."""

    notice = None

    def __init__(self, version: str = "quiet-1") -> None:
        self.version = version
        self.shown: list[str] = []

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        self.shown += [subject.listing.id for subject in subjects]
        return [Verdict(findings=(), risk=0.0) for _ in subjects]

    def setting_aside(self, aside: SetAside) -> _Quiet:
        return self


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence")


def keep(stores: Stores, number: int, *pictures: bytes) -> int:
    url = f"http://127.0.0.1:9/tin/{number}"
    listing = Listing(id=f"t{number}", site="cho", url=url, title="Trà lá sen", seller=Seller(id=f"nb-{number}"))
    images = [(f"http://127.0.0.1:9/{number}-{n}.jpg", content) for n, content in enumerate(pictures)]
    read = ReadListing(listing=listing)
    return stores.listings.keep_imported(read, capture=None, images=images, now=NOW).version_id


def judged(stores: Stores, judge: _Quiet | None = None) -> DetectReport:
    return detect(stores, judge or _Quiet(), again=False, progress=lambda _: None)


def together(stores: Stores) -> list[set[str]]:
    """Give the listings by cluster, of the clusters of more than one listing."""
    groups = []
    for stored in stores.listings.page():
        ids = stores.pictures.keep({i.digest: None for i in stored.images if i.digest})
        groups.append((stored.listing.id, ids))
    from sqlalchemy import select

    from store.models.pictures import ImageHashRow

    with stores.database.reading() as session:
        query = select(ImageHashRow.id, ImageHashRow.cluster)
        cluster = {row.id: row.cluster for row in session.execute(query)}
    found: dict[int, set[str]] = {}
    for listing, ids in groups:
        for number in ids.values():
            if cluster[number] is not None:
                found.setdefault(cluster[number], set()).add(listing)
    return sorted((group for group in found.values() if len(group) > 1), key=sorted)


def jpeg(image: Image.Image, quality: int = 80) -> bytes:
    return encoded(image.convert("RGB"), "JPEG", quality=quality)


def test_the_same_picture_comes_together_across_sellers_as_it_arrives(stores: Stores) -> None:
    keep(stores, 1, jpeg(OURS), jpeg(packshot(2)))
    keep(stores, 2, jpeg(ImageOps.mirror(OURS.resize((300, 225))), 60))
    judged(stores)
    assert together(stores) == [{"t1", "t2"}]
    keep(stores, 3, jpeg(OURS.rotate(90, expand=True)))
    keep(stores, 4, jpeg(packshot(2).resize((700, 525))))
    keep(stores, 5, jpeg(packshot(3)))
    judged(stores)
    assert together(stores) == [{"t1", "t2", "t3"}, {"t1", "t4"}]


def test_a_listing_that_comes_back_with_its_picture_is_recognised(stores: Stores) -> None:
    keep(stores, 1, jpeg(OURS))
    judged(stores)
    source = stores.sources.add("cho", "generic_shop", ["http://127.0.0.1:9/"])
    run = stores.runs.open_run("cho", owner="w", lease=timedelta(minutes=5), now=NOW).run_id
    page = WantedPage(url="http://127.0.0.1:9/tin/1", kind="listing")
    stores.crawl(run, source).keep(PageOutcome(page=page, state="gone"))
    again = keep(stores, 2, jpeg(ImageOps.mirror(OURS.resize((300, 225))), 60))
    judged(stores)
    other = keep(stores, 3, jpeg(packshot(3)))
    judged(stores)
    (stored,) = [each for each in stores.listings.page() if each.version_id == again]
    assert stored.relisted_from is not None
    assert (stored.relisted_from.external_id, stored.relisted_from.by) == ("t1", "picture")
    assert [each.relisted_from for each in stores.listings.page() if each.version_id == other] == [None]


def test_flat_and_broken_pictures_are_in_no_cluster(stores: Stores) -> None:
    flat, other = jpeg(Image.new("RGB", (300, 300), "white")), jpeg(Image.new("RGB", (400, 300), "white"))
    keep(stores, 1, flat, b"no picture")
    keep(stores, 2, other, b"no picture either")
    judged(stores)
    assert together(stores) == []
    assert stores.pictures.unhashed() == stores.pictures.unplaced() == []


def test_what_was_stored_before_or_left_by_a_kill_is_made_up_for(stores: Stores) -> None:
    first = keep(stores, 1, jpeg(OURS))
    keep(stores, 2, jpeg(OURS, 50), jpeg(packshot(4)))
    (image,) = stores.listings.subject(first).images
    # Killed between keeping a fingerprint and comparing it.
    from detectors.images.fingerprint import orientations

    turned = orientations(image.content)
    assert turned is not None
    stores.pictures.keep({image.digest: turned[0].tobytes()})
    Fingerprints(stores).take_rest()
    assert together(stores) == [{"t1", "t2"}]
    before = stores.pictures.hashes()
    Fingerprints(stores).take_rest()
    assert stores.pictures.hashes() == before


def test_two_runs_side_by_side_miss_nothing(stores: Stores) -> None:
    one, two = Fingerprints(stores), Fingerprints(stores)
    first, second = keep(stores, 1, jpeg(OURS)), keep(stores, 2, jpeg(OURS, 50))
    one.take(stores.listings.subject(first).images)
    two.take(stores.listings.subject(second).images)
    third = keep(stores, 3, jpeg(OURS, 40))
    one.take(stores.listings.subject(third).images)
    assert together(stores) == [{"t1", "t2", "t3"}]


def test_a_new_reference_finds_the_stored_listings_it_concerns(stores: Stores, tmp_path: Path) -> None:
    keep(stores, 1, jpeg(packshot(7)), jpeg(ImageOps.mirror(OURS)))
    keep(stores, 2, jpeg(packshot(8)))
    keep(stores, 3, jpeg(OURS.resize((200, 150))))
    judged(stores)
    official = tmp_path / "official.png"
    OURS.save(official)
    taken = add_brand(stores, "Lá Sen", images=[official], words=[])
    near = Fingerprints(stores).near(taken.added)
    assert stores.pictures.count_showing(near) == 2
    judge = _Quiet("quiet-2")
    report = detect(stores, judge, again=False, progress=lambda _: None, near=taken.brand.references)
    assert (report.judged, judge.shown) == (2, ["t1", "t3"])
    again = detect(stores, judge, again=False, progress=lambda _: None, near=taken.brand.references)
    assert again.judged == 0
    assert add_brand(stores, "Lá Sen", images=[official], words=["sen"]).added == ()


def test_the_first_frame_that_shows_anything_is_what_an_animation_shows(stores: Stores) -> None:
    written = io.BytesIO()
    Image.new("RGB", OURS.size, "white").save(written, "GIF", save_all=True, append_images=[OURS, packshot(9)])
    keep(stores, 1, written.getvalue())
    keep(stores, 2, jpeg(OURS))
    judged(stores)
    assert together(stores) == [{"t1", "t2"}]
