"""Listings that went and came back under another id."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listings.listing import Listing, Seller
from listings.page import PageOutcome, ReadListing, WantedPage
from store.open import Stores
from store.records import RelistedFrom
from store.relisting import MOST_STANDING
from tests.store.samples import LEASE, NOW, SITE, Clock, label, listing, platform_of, verdict

LONG = "Viên uống thảo mộc dùng sau bữa ăn, mỗi ngày hai viên, hộp 60 viên"
HASH = bytes(range(32))


def keep(stores: Stores, number: int, *pictures: bytes, days: int = 0, **changes: object) -> int:
    """Keep a listing seen so many days later, with its pictures compared; give its id."""
    given = listing(number, description=f"{LONG} {number}", **changes)
    images = [(f"http://127.0.0.1:9/{number}-{place}.jpg", content) for place, content in enumerate(pictures)]
    now = NOW + timedelta(days=days)
    kept = stores.listings.keep_imported(ReadListing(listing=given), capture=None, images=images, now=now)
    compare(stores, kept.version_id)
    stores.pictures.link_relisted([kept.version_id])
    return kept.listing_id


def compare(stores: Stores, version: int) -> None:
    """Give every picture that begins with the same letter the same cluster."""
    for image in stores.listings.subject(version).images:
        kinds = {image.digest: HASH, **_kinds.get(image.content[:1], {})}
        _kinds[image.content[:1]] = kinds
        ids = stores.pictures.keep(kinds)
        stores.pictures.unite({number: set(ids.values()) for number in ids.values()})


_kinds: dict[bytes, dict[str, bytes]] = {}


@pytest.fixture(autouse=True)
def no_pictures_yet() -> None:
    _kinds.clear()


def goes(stores: Stores, clock: Clock, number: int) -> None:
    """Find a listing gone, by a crawl."""
    clock.move(days=1)
    source = next(iter(stores.sources.all()), None) or stores.sources.add("nguồn", SITE, ["http://127.0.0.1:9/"])
    run = stores.runs.open_run(source.name, owner="w1", lease=LEASE, now=clock()).run_id
    page = WantedPage(url=f"http://127.0.0.1:9/tin/{number}", kind="listing")
    stores.crawl(run, source).keep(PageOutcome(page=page, state="gone"))
    stores.runs.finish(run, "complete")


def came_from(stores: Stores, listing_id: int) -> tuple[str, str] | None:
    found = stores.listings.get(listing_id).relisted_from
    return None if found is None else (found.external_id, found.by)


def test_another_address_with_the_same_text(stores: Stores, clock: Clock) -> None:
    keep(stores, 1)
    goes(stores, clock, 1)
    again = Listing(
        id="sp-9", url="http://127.0.0.1:9/tin/9", site=SITE, title="Trà thảo mộc  số 1", description=f"{LONG} 1"
    )
    kept = stores.listings.keep_imported(ReadListing(listing=again), capture=None, images=[], now=NOW)
    assert came_from(stores, kept.listing_id) == ("sp-1", "text")


def test_another_address_with_the_same_picture_in_other_words(stores: Stores, clock: Clock) -> None:
    first = keep(stores, 1, b"sen 1", b"hop 1")
    goes(stores, clock, 1)
    second = keep(stores, 2, b"la 2", b"sen 2", days=2, seller=Seller(id="nb-9"))
    assert stores.listings.get(second).relisted_from == RelistedFrom(
        listing_id=first, external_id="sp-1", site=SITE, title="Trà thảo mộc số 1", url="http://127.0.0.1:9/tin/1",
        gone_at=clock(), by="picture", hit_id=None,
    )  # fmt: skip
    assert came_from(stores, first) is None
    assert came_from(stores, keep(stores, 3, b"khac 3", days=2)) is None


def test_a_listing_that_came_before_the_other_was_found_gone(stores: Stores, clock: Clock) -> None:
    keep(stores, 1, b"sen 1")
    second = keep(stores, 2, b"sen 2", days=1)
    assert came_from(stores, second) is None
    goes(stores, clock, 1)
    assert came_from(stores, second) == ("sp-1", "picture")


def test_two_that_stood_side_by_side_are_no_relisting(stores: Stores, clock: Clock) -> None:
    keep(stores, 1, b"sen 1")
    second = keep(stores, 2, b"sen 2")
    keep(stores, 1, b"sen 1", days=1)
    goes(stores, clock, 1)
    assert came_from(stores, second) is None
    keep(stores, 2, b"sen 2", days=3)
    assert came_from(stores, second) is None


def test_of_several_that_went_the_last_is_named(stores: Stores, clock: Clock) -> None:
    for number in (1, 2):
        keep(stores, number, b"sen %d" % number, days=number - 1)
        goes(stores, clock, number)
    assert came_from(stores, keep(stores, 3, b"sen 3", days=4)) == ("sp-2", "picture")


def test_a_picture_that_many_show_is_no_sign(stores: Stores, clock: Clock) -> None:
    keep(stores, 1, b"kho 1")
    for number in range(2, 2 + MOST_STANDING):
        keep(stores, number, b"kho %d" % number)
    goes(stores, clock, 1)
    assert came_from(stores, keep(stores, 20, b"kho 20", days=2)) is None
    for number in range(2, 2 + MOST_STANDING):
        goes(stores, clock, number)
    assert came_from(stores, keep(stores, 21, b"kho 21", days=9)) == (f"sp-{1 + MOST_STANDING}", "picture")


def test_what_its_platform_removed_is_gone_too(stores: Stores, clock: Clock) -> None:
    first = keep(stores, 1, b"sen 1")
    version = stores.listings.get(first).version_id
    hit = stores.judgements.keep(version, "j-1", verdict(label()), NOW)
    assert hit is not None
    early = keep(stores, 2, b"sen 2", days=1)
    stores.hits.decide(hit, "ha", "confirm", "false_claim", now=NOW)
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    stores.takedowns.mark(takedown.id, "sent", None, "ha", NOW)
    assert came_from(stores, early) is None
    stores.takedowns.mark(takedown.id, "removed", None, "ha", NOW + timedelta(days=2))
    assert came_from(stores, early) == ("sp-1", "picture")
    late = stores.listings.get(keep(stores, 3, b"sen 3", days=3)).relisted_from
    assert late is not None
    assert (late.external_id, late.gone_at, late.hit_id) == ("sp-1", None, hit)
    # It stands there again: the platform's word is out of date.
    keep(stores, 1, b"sen 1", days=4)
    assert came_from(stores, keep(stores, 4, b"sen 4", days=5)) is None


def test_asking_again_changes_nothing(stores: Stores, clock: Clock) -> None:
    keep(stores, 1, b"sen 1")
    goes(stores, clock, 1)
    second = keep(stores, 2, b"sen 2", days=2)
    before = stores.listings.get(second)
    stores.pictures.link_relisted([before.version_id])
    stores.pictures.link_relisted([])
    assert stores.listings.get(second) == before
