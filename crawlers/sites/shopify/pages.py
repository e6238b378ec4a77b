"""Shopify's products.json. It names no currency: the shop's page does, and only for its own base prices."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import parse_qsl, quote, urldefrag, urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import origin_of, reading_of, record, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish
from crawlers.sites.fields import Address, Amount, Many, Markup, Moment, Record, Text, amount, count
from listings.errors import InvalidInput
from listings.listing import Listing, Seller
from listings.urls import canonical_url, site_of
from listings.wording import Wording

_LIMIT = "250"
LAST_PAGE = 100
"""Shopify answers 400 beyond 25,000 products; a larger shop is watched collection by collection."""

_ACTIVE = re.compile(
    rb"Shopify\.currency\s{0,5}=\s{0,5}\{\"active\":\"(?P<currency>[A-Z]{3})\",\"rate\":\"(?P<rate>[\d.]{1,20})\""
)
_BASE_RATE = Decimal(1)


class _Answer(Record):
    products: list[object]


class _Variant(Record):
    price: Amount


class _Image(Record):
    src: Address


class _Product(Record):
    id: int
    handle: Text
    title: Text
    body_html: Markup
    vendor: Text
    product_type: Text
    published_at: Moment
    variants: Many[_Variant]
    images: Many[_Image]


class Shopify(ApiSite):
    """A start is the shop's address, or that of a collection (`https://shop.example/collections/name`)."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for the shop's own page first: it names the currency."""
        if wish.query:
            what = Wording("cửa hàng Shopify không cho tìm kiếm", "a Shopify shop gives no search")
            raise InvalidInput(what, where=wish.start, remedy=Wording("hãy bỏ từ khoá tìm kiếm", "leave --query out"))
        return (urldefrag(wish.start).url,)

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of products, or the currency off the shop's own page."""
        if not urlsplit(answer.address).path.endswith("/products.json"):
            return ApiReading(further=(_products(answer),))
        products = record(answer, _Answer).products
        listings, unreadable = reading_of(products, _Product, lambda product: _listing(product, answer.address))
        return ApiReading(listings=listings, further=_next(answer.address, products), unreadable=unreadable)


def _products(answer: ApiAnswer) -> Link:
    folder = re.match(r"(?:/[a-z]{2}(?:-[a-z]{2})?)?(?:/collections/[^/]+)?", urlsplit(answer.address).path)
    address = f"{origin_of(answer.address)}{folder[0] if folder else ''}/products.json?limit={_LIMIT}&page=1"
    currency = _base_currency(answer.body)
    return Link(url=f"{address}#currency={quote(currency)}" if currency else address, kind="index")


def _base_currency(page: bytes) -> str | None:
    """Give the currency that the shop's page shows prices in, where they are not converted for the visitor."""
    shown = _ACTIVE.search(page)
    return shown["currency"].decode() if shown and amount(shown["rate"].decode()) == _BASE_RATE else None


def _next(address: str, products: list[object]) -> tuple[Link, ...]:
    """Give the following page until one is empty: a shop may give fewer than were asked for."""
    page = (count(values_of(address).get("page")) or 1) + 1
    if not products or page > LAST_PAGE:
        return ()
    return (Link(url=with_values(address, {"page": str(page)}), kind="next"),)


def _listing(product: _Product, address: str) -> Listing:
    url = canonical_url(f"{origin_of(address)}/products/{quote(product.handle or str(product.id))}")
    prices = [variant.price for variant in product.variants if variant.price is not None]
    return Listing(
        id=str(product.id),
        url=url,
        site=site_of(url),
        title=product.title,
        description=product.body_html,
        price=min(prices, default=None),
        price_max=max(prices) if len(set(prices)) > 1 else None,
        currency=dict(parse_qsl(urlsplit(address).fragment)).get("currency"),
        seller=Seller(name=site_of(url)),
        brand=product.vendor,
        category=product.product_type,
        images=tuple(dict.fromkeys(image.src for image in product.images if image.src)),
        published_at=product.published_at,
    )


PAGES = Shopify()
