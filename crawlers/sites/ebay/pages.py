"""EBay's Browse API: item summaries of a search, with an application's token."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, origin_of, reading_of, record, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiRequest, ApiSite, Wish, words_needed
from crawlers.sites.fields import Address, Amount, CamelRecord, Count, Items, Known, Many, Moment, One, Text, count
from listings.listing import Listing, Seller
from listings.urls import canonical_url, site_of

_SEARCH = "/buy/browse/v1/item_summary/search"
_ASKED = {"limit": "200", "offset": "0", "fieldgroups": "EXTENDED", "marketplace": "EBAY_US"}
_SCOPE = "https://api.ebay.com/oauth/api_scope"
MOST_OFFSET = 10_000
"""EBay gives no more of one search."""


class _Money(CamelRecord):
    value: Amount
    currency: Text


class _Seller(CamelRecord):
    username: Text


class _Place(CamelRecord):
    city: Text
    country: Text


class _Picture(CamelRecord):
    image_url: Address


class _Category(CamelRecord):
    category_name: Text


class _Item(CamelRecord):
    item_id: Known
    item_web_url: Address
    title: Text
    short_description: Text
    price: One[_Money]
    seller: One[_Seller]
    item_location: One[_Place]
    image: One[_Picture]
    additional_images: Many[_Picture]
    categories: Many[_Category]
    condition: Text
    item_creation_date: Moment


class _Page(CamelRecord):
    total: Count
    item_summaries: Items


class Ebay(ApiSite):
    """A start is the API's address, with a query; `?marketplace=EBAY_DE` and a search's own parameters narrow it."""

    signs_in = True
    public_keys = frozenset({"client_id"})

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for a search's first page."""
        asked = values_of(wish.start)
        if not (wish.query or any(name in asked for name in ("q", "category_ids", "gtin", "epid"))):
            raise words_needed("ebay", wish)
        return (at(wish.start, _SEARCH, _ASKED | ({"q": wish.query} if wish.query else {})),)

    def request(self, address: str) -> ApiRequest:
        """Give the marketplace in a header field, as the service wants."""
        asked = values_of(address)
        marketplace = asked.pop("marketplace", _ASKED["marketplace"])
        url = f"{origin_of(address)}{_SEARCH}?{urlencode(asked, quote_via=quote)}"
        return ApiRequest(url=url, headers={"X-EBAY-C-MARKETPLACE-ID": marketplace})

    def sign_in(self, keys: Mapping[str, str], address: str) -> ApiRequest:
        """Ask for an application's token; it lives two hours."""
        pair = base64.b64encode(f"{keys['client_id']}:{keys['client_secret']}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
        form = urlencode({"grant_type": "client_credentials", "scope": _SCOPE}).encode()
        url = f"{origin_of(address)}/identity/v1/oauth2/token"
        return ApiRequest(url=url, method="POST", headers=headers, body=form)

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of items."""
        page = record(answer, _Page)
        listings, unreadable = reading_of(page.item_summaries, _Item, _listing)
        return ApiReading(listings=listings, further=_next(answer.address, page), unreadable=unreadable)


def _next(address: str, page: _Page) -> tuple[Link, ...]:
    asked = values_of(address)
    offset = (count(asked.get("offset")) or 0) + (count(asked.get("limit")) or 50)
    if not page.item_summaries or offset >= min(page.total or 0, MOST_OFFSET):
        return ()
    return (Link(url=with_values(address, {"offset": str(offset)}), kind="next"),)


def _listing(item: _Item) -> Listing:
    url = _plain(item.item_web_url or "")
    name = item.seller.username
    pictures = (picture.image_url for picture in (item.image, *item.additional_images))
    return Listing(
        id=item.item_id,
        url=url,
        site=site_of(url),
        title=item.title,
        description=item.short_description,
        price=item.price.value,
        currency=item.price.currency,
        seller=Seller(id=name, name=name, url=f"https://{site_of(url)}/usr/{quote(name)}" if name else None),
        category=" > ".join(each.category_name for each in item.categories if each.category_name) or None,
        images=tuple(dict.fromkeys(filter(None, pictures))),
        location=", ".join(filter(None, (item.item_location.city, item.item_location.country))) or None,
        published_at=item.item_creation_date,
        attributes={"condition": item.condition} if item.condition else {},
    )


def _plain(url: str) -> str:
    """Give an item's address without its query, which eBay writes anew for every search."""
    parts = urlsplit(canonical_url(url))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


PAGES = Ebay()
