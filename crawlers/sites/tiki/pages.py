"""Tiki's API: a search lists products, each product tells its sellers, each seller's offer is a listing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, origin_of, record, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish, words_needed
from crawlers.sites.fields import Address, Amount, Count, Many, Markup, One, Record, Text
from listings.listing import Listing, Seller
from listings.urls import canonical_url, site_of

_PRODUCTS = "/api/v2/products"
_OF_PRODUCT = re.compile(r"-p(?P<id>\d{1,15})\.html$")
_PAGE = {"limit": "40", "page": "1"}
_MOST_SELLERS = 50


class _Image(Record):
    base_url: Address


class _Paging(Record):
    current_page: Count
    last_page: Count


class _Found(Record):
    data: list[object]
    paging: One[_Paging]


class _Hit(Record):
    id: Count


class _Named(Record):
    id: Text
    name: Text
    link: Address
    product_id: Text


class _Sold(Record):
    value: Count


class _Product(Record):
    id: int
    name: Text
    url_path: Text
    short_description: Markup
    description: Markup
    price: Amount
    brand: One[_Named]
    productset_group_name: Text
    current_seller: One[_Named]
    other_sellers: Many[_Named]
    images: Many[_Image]
    quantity_sold: One[_Sold]


class Tiki(ApiSite):
    """A start is tiki.vn with a query, a search's or product's page there, or an address of the API."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for a search's first page, or for one product."""
        path = urlsplit(wish.start).path
        product = _OF_PRODUCT.search(path)
        if product:
            return (f"{origin_of(wish.start)}{_PRODUCTS}/{product['id']}",)
        asked = values_of(wish.start)
        words = wish.query or asked.get("q") or asked.get("seller_id") or asked.get("category")
        if not words:
            raise words_needed("tiki", wish)
        return (at(wish.start, _PRODUCTS, _PAGE | ({"q": wish.query} if wish.query else {})),)

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a search's page of product ids, or a product."""
        if urlsplit(answer.address).path.rstrip("/").endswith(_PRODUCTS):
            return _search(answer)
        product = record(answer, _Product)
        return ApiReading(listings=(_listing(product, answer.address),), further=_other_offers(product, answer.address))


def _search(answer: ApiAnswer) -> ApiReading:
    found = record(answer, _Found)
    ids = [_Hit.model_validate(each).id for each in found.data if isinstance(each, dict)]
    products = [f"{origin_of(answer.address)}{_PRODUCTS}/{each}" for each in dict.fromkeys(ids) if each is not None]
    links = tuple(Link(url=address, kind="listing") for address in products)
    broken = "broken_markup" if None in ids or len(ids) < len(found.data) else None
    return ApiReading(further=links + _next(answer.address, found), unreadable=broken)


def _next(address: str, found: _Found) -> tuple[Link, ...]:
    paging = found.paging
    here = paging.current_page or 0
    if not found.data or here >= (paging.last_page or 0):
        return ()
    return (Link(url=with_values(address, {"page": str(here + 1)}), kind="next"),)


def _other_offers(product: _Product, address: str) -> tuple[Link, ...]:
    """Give the other sellers' offers of a product; each answer names them all, so only the first is asked for them."""
    if "spid" in values_of(address):
        return ()
    offers = dict.fromkeys(other.product_id for other in product.other_sellers[:_MOST_SELLERS] if other.product_id)
    return tuple(Link(url=with_values(address, {"spid": offer}), kind="listing") for offer in offers)


def _listing(product: _Product, address: str) -> Listing:
    seller = product.current_seller
    path = (product.url_path or f"p{product.id}.html").lstrip("/")
    url = canonical_url(f"{origin_of(address)}/{path}")
    return Listing(
        id=seller.product_id or str(product.id),
        url=url,
        site=site_of(url),
        title=product.name,
        description=product.description or product.short_description,
        price=product.price,
        currency="VND",
        seller=Seller(id=seller.id, name=seller.name, url=seller.link),
        brand=product.brand.name,
        category=product.productset_group_name,
        images=tuple(dict.fromkeys(image.base_url for image in product.images if image.base_url)),
        lang="vi",
        sold=product.quantity_sold.value,
    )


PAGES = Tiki()
