from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listings.errors import NotFound
from listings.listing import Listing, Seller
from listings.page import ReadListing, WantedPage
from store.addresses import canonical
from store.codec import listing_json, listing_of, storable
from store.open import Stores
from store.versions import Origin, keep_listings
from tests.store.samples import LEASE, NOW, SITE, capture, keep_import, listing, outcome

TEXTS = st.one_of(st.none(), st.text(st.characters(codec=None, categories=None), max_size=40))


def test_an_import_is_new_then_same_then_changed(stores: Stores) -> None:
    states = [
        stores.listings.keep_imported(ReadListing(listing=each), capture=None, images=[], now=NOW).state
        for each in (listing(), listing(sold=5), listing(price=Decimal(1)))
    ]
    assert states == ["new", "same", "changed"]


def test_a_page_saved_before_does_not_bring_a_gone_listing_back(stores: Stores) -> None:
    source = stores.sources.add("nguon", "generic_shop", ["http://127.0.0.1:9/"])
    keep_import(stores, listing(1))
    run = stores.runs.open_run(source.name, owner="w", lease=LEASE, now=NOW).run_id
    page = WantedPage(url=listing(1).url or "", kind="listing")
    stores.crawl(run, source).keep(replace(outcome(page), state="gone"))
    gone = stores.listings.get(1).gone_at
    assert gone is not None
    for at, still_gone in ((gone - timedelta(days=1), True), (gone + timedelta(days=1), False)):
        saved = capture(page.url, at.isoformat().encode(), at)
        stores.listings.keep_imported(ReadListing(listing=listing(1)), capture=saved, images=[], now=at)
        assert (stores.listings.get(1).gone_at is not None) is still_gone


def test_an_import_keeps_its_capture_and_images(stores: Stores) -> None:
    seen = capture("http://127.0.0.1:9/tin/1", b"saved page", NOW - timedelta(days=2))
    kept = stores.listings.keep_imported(
        ReadListing(listing=listing()), capture=seen, images=[("a.jpg", b"one"), ("b.jpg", None)], now=NOW
    )
    stored = stores.listings.get(kept.listing_id)
    assert stored.capture is not None
    assert stores.evidence.get(stored.capture) == b"saved page"
    assert stored.captured_at == seen.fetched_at
    assert [(image.address, image.state) for image in stored.images] == [("a.jpg", "read"), ("b.jpg", "waiting")]
    assert [image.content for image in stores.listings.subject(kept.version_id).images] == [b"one"]


def test_finding_by_site_and_id(stores: Stores) -> None:
    keep_import(stores, listing(1))
    keep_import(stores, listing(1, site=None))
    found = stores.listings.find(SITE, "sp-1")
    assert found is not None
    assert found.listing == listing(1)
    assert stores.listings.find(None, "sp-1") != found
    assert stores.listings.find(SITE, "sp-2") is None
    with pytest.raises(NotFound):
        stores.listings.get(99)
    with pytest.raises(NotFound):
        stores.listings.subject(99)


def test_a_thousand_listings_are_walked_exactly_once(stores: Stores) -> None:
    with stores.database.writing() as session:
        keep_listings(session, [ReadListing(listing=listing(n)) for n in range(1000)], Origin(captured_at=NOW))
    seen: list[int] = []
    while page := stores.listings.page(after=seen[-1] if seen else 0, limit=77):
        seen += [stored.id for stored in page]
    assert len(seen) == len(set(seen)) == 1000


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Listing,
        id=st.text(st.characters(codec=None, categories=None), min_size=1, max_size=20),
        title=TEXTS,
        description=TEXTS,
        price=st.one_of(st.none(), st.decimals(min_value=0, max_value=10**12, places=2)),
        seller=st.builds(Seller, id=TEXTS, name=TEXTS),
        published_at=st.one_of(st.none(), st.datetimes(timezones=st.just(NOW.tzinfo))),
        images=st.lists(st.text(max_size=9), max_size=3).map(tuple),
        extra=st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.floats(), TEXTS), max_size=3),
    )
)
def test_a_listing_survives_the_round_trip(given_listing: Listing) -> None:
    clean = storable(given_listing)
    assert listing_of(listing_json(clean)) == clean
    assert len(clean.text_of("title")) == len(given_listing.text_of("title"))


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(st.characters(codec=None, categories=None), max_size=30))
def test_any_text_is_kept_by_the_database(stores: Stores, title: str) -> None:
    version = keep_import(stores, listing(title=title))
    assert stores.listings.subject(version).listing == storable(listing(title=title))


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("HTTP://Shop.VN:80/a?b=1#x", "http://shop.vn/a?b=1"),
        ("https://shop.vn", "https://shop.vn/"),
        ("https://shop.vn:8443/A", "https://shop.vn:8443/A"),
        ("https://shop.vn/#!/tin/1", "https://shop.vn/#!/tin/1"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[::1", "http://[::1"),
        ("http://a:99999/", "http://a:99999/"),
        (" images/1.jpg ", "images/1.jpg"),
    ],
)
def test_canonical_addresses(given_url: str, expected: str) -> None:
    assert canonical(given_url) == expected


@given(st.text())
def test_canonical_form_is_stable(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)
