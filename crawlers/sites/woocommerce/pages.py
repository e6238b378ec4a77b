"""WooCommerce's Store API: prices are whole numbers in the currency's minor unit, paging is told in header fields."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, parsed, reading_of, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish
from crawlers.sites.fields import Address, Amount, Count, Many, Markup, One, Record, Text, count
from listings.errors import Unreadable
from listings.listing import Listing
from listings.urls import canonical_url, site_of

_PRODUCTS = "/wp-json/wc/store/v1/products"
_PAGE = {"per_page": "100", "orderby": "id", "order": "asc", "page": "1"}
"""A hundred is the most the API gives; by id, so that a product that comes in meanwhile moves no other."""
_MOST_DECIMALS = 6


class _Image(Record):
    src: Address


class _Named(Record):
    name: Markup


class _Range(Record):
    min_amount: Amount
    max_amount: Amount


class _Prices(Record):
    currency_code: Text
    currency_minor_unit: Count
    price: Amount
    price_range: One[_Range]


class _Product(Record):
    id: int
    name: Markup
    permalink: Address
    sku: Text
    short_description: Markup
    description: Markup
    prices: One[_Prices]
    images: Many[_Image]
    categories: Many[_Named]
    brands: Many[_Named]


class WooCommerce(ApiSite):
    """A start is the shop's address (`https://shop.example/`, a folder too) or one of its API."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for all products, or those a query finds."""
        path = urlsplit(wish.start).path.rstrip("/")
        api = path if "/wc/store/" in path else f"{path}{_PRODUCTS}"
        return (at(wish.start, api, _PAGE | ({"search": wish.query} if wish.query else {})),)

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of products."""
        found = parsed(answer)
        if not isinstance(found, list):
            raise Unreadable("broken_markup", "the answer is no list of products", where=answer.address)
        listings, unreadable = reading_of(found, _Product, _listing)
        return ApiReading(listings=listings, further=_next(answer, len(found)), unreadable=unreadable)


def _next(answer: ApiAnswer, size: int) -> tuple[Link, ...]:
    asked = values_of(answer.address)
    page, per_page = count(asked.get("page")) or 1, count(asked.get("per_page")) or 10
    last = count(answer.headers.get("x-wp-totalpages"))
    goes_on = page < last if last is not None else size >= per_page
    if not goes_on or not size:
        return ()
    return (Link(url=with_values(answer.address, {"page": str(page + 1)}), kind="next"),)


def _listing(product: _Product) -> Listing:
    prices = product.prices
    low, high = prices.price_range.min_amount or prices.price, prices.price_range.max_amount
    url = canonical_url(product.permalink or "")
    return Listing(
        id=str(product.id),
        url=url,
        site=site_of(url),
        title=product.name,
        description="\n".join(dict.fromkeys(filter(None, (product.short_description, product.description)))) or None,
        price=_major(low, prices),
        price_max=_major(high, prices) if high != low else None,
        currency=prices.currency_code,
        brand=_names(product.brands),
        category=_names(product.categories),
        images=tuple(dict.fromkeys(image.src for image in product.images if image.src)),
        attributes={"sku": product.sku} if product.sku else {},
    )


def _major(amount: Decimal | None, prices: _Prices) -> Decimal | None:
    """Give a price in major units; where the shop does not say how many decimals it counts, it stays unknown."""
    unit = prices.currency_minor_unit
    if amount is None or unit is None or unit > _MOST_DECIMALS:
        return None
    return amount.scaleb(-unit)


def _names(found: list[_Named]) -> str | None:
    return ", ".join(each.name for each in found if each.name) or None


PAGES = WooCommerce()
