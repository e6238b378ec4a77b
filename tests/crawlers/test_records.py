"""Listings to JSON and back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.records import listing_from_json, listing_to_json
from listings.errors import InvalidInput
from listings.listing import Listing, Seller

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
LISTINGS = st.builds(
    Listing,
    id=TEXT,
    url=st.none() | TEXT,
    title=TEXT,
    kind=st.sampled_from(["offer", "post", "ad", "article"]),
    price=st.none() | st.decimals(0, 10**12, places=2),
    currency=st.none() | st.sampled_from(["VND", "EUR"]),
    seller=st.builds(Seller, id=st.none() | TEXT, name=st.none() | TEXT),
    images=st.lists(TEXT, max_size=3).map(tuple),
    sold=st.none() | st.integers(0, 10**9),
    published_at=st.none() | st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    attributes=st.dictionaries(TEXT, TEXT, max_size=3),
)


@given(LISTINGS)
def test_round_trip(listing: Listing) -> None:
    assert listing_from_json(listing_to_json(listing)) == listing


def test_unknown_keys_are_kept() -> None:
    listing = listing_from_json({"id": 7, "title": "x", "barcode": "893", "extra": {"old": 1}})
    assert (listing.id, listing.extra) == ("7", {"old": 1, "barcode": "893"})


@pytest.mark.parametrize(
    ("price", "amount", "currency"),
    [(199000, "199000", None), ("1.299.000₫", "1299000", "VND"), ("12.50", "12.50", None)],
)
def test_price_as_people_write_it(price: Any, amount: str, currency: str | None) -> None:
    listing = listing_from_json({"id": "1", "title": "x", "price": price})
    assert (listing.price, listing.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("record", "named"),
    [
        ({"title": "x"}, "id"),
        ({"id": "1"}, "title"),
        ({"id": "1", "title": "x", "price": "cheap"}, "price"),
        ({"id": "1", "title": "x", "price": float("nan")}, "price"),
        ({"id": "1", "title": "x", "price": -5}, "price"),
        ({"id": "1", "title": "x", "kind": "sale"}, "kind"),
        ({"id": "1", "title": "x", "images": "a.jpg"}, "images"),
        ({"id": "1", "title": ["x"]}, "title"),
        ({"id": "1", "title": "x", "published_at": "yesterday"}, "published_at"),
        ({"id": "1", "title": "x", "seller": {"name": 1}}, "seller.name"),
    ],
)
def test_faults_name_the_field(record: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        listing_from_json(record)
