"""Lazada: the product in `__moduleData__`, or the rows of a list in `pageData`. Untested against the live service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crawlers.capture.readers.listed import from_state, only_own, reading_of
from crawlers.capture.readers.state import CapturedPage, State, text_at, value_at
from crawlers.extract.document import resolve_url
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_IMAGES, each, plain_text
from listings.currencies import currency_of_country
from listings.listing import Seller
from listings.money import read_money
from listings.page import ReadListing
from listings.urls import site_of

_MOST_ROWS = 100


def read_lazada(page: CapturedPage) -> PageReading:
    """Read one product's page, or every row of a page that lists products."""
    product = next(page.holding("product", "skuInfos"), None)
    if product is not None:
        return reading_of(page, from_state(page, _product(page, product)))
    rows = [row for listed in page.holding("listItems") for row in each(listed["listItems"])][:_MOST_ROWS]
    reads = [read for row in rows if (read := _row(page, row))]
    return reading_of(page, *reads) if reads else page.reading


def _product(page: CapturedPage, state: State) -> dict[str, Any]:
    sku = _chosen(state)
    description = value_at(state, "product", "desc") or value_at(state, "product", "highlights")
    gallery = value_at(state, "skuGalleries", "0")
    return {
        "id": text_at(state, "primaryKey", "itemId") or text_at(sku, "itemId"),
        "kind": "offer",
        "title": text_at(state, "product", "title"),
        "description": plain_text(description) if isinstance(description, str) else None,
        "price": _amount(page, value_at(sku, "price", "salePrice", "value")),
        "currency": _currency(page),
        "seller": Seller(
            id=text_at(state, "seller", "shopId") or text_at(state, "seller", "sellerId"),
            name=text_at(state, "seller", "name"),
            url=_address(page, text_at(state, "seller", "url")),
        ),
        "brand": text_at(state, "product", "brand", "name"),
        "images": tuple(_images(page, (part.get("src") for part in each(gallery) if isinstance(part, Mapping)))),
    }


def _chosen(state: State) -> State:
    """Give the variant that the page shows, else the first one."""
    infos = state["skuInfos"]
    wanted = text_at(state, "primaryKey", "skuId") or "0"
    found = value_at(infos, wanted) or value_at(infos, "0")
    return found if isinstance(found, Mapping) else {}


def _row(page: CapturedPage, row: object) -> ReadListing | None:
    number, title = text_at(row, "itemId"), text_at(row, "name")
    if not number or not title:
        return None
    fields = {
        "id": number,
        "url": _address(page, text_at(row, "itemUrl") or text_at(row, "productUrl")),
        "kind": "offer",
        "title": title,
        "price": _amount(page, value_at(row, "price")) or _amount(page, value_at(row, "priceShow")),
        "currency": _currency(page),
        "seller": Seller(id=text_at(row, "sellerId"), name=text_at(row, "sellerName")),
        "brand": text_at(row, "brandName"),
        "images": tuple(_images(page, iter([value_at(row, "image")]))),
        "location": text_at(row, "location"),
    }
    return only_own(page, fields)


def _amount(page: CapturedPage, given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    money = read_money(str(given), currency_hint=_currency(page))
    return money.amount if money and money.amount > 0 else None


def _currency(page: CapturedPage) -> str | None:
    return currency_of_country(site_of(page.document.url).rpartition(".")[2])


def _address(page: CapturedPage, given: str | None) -> str | None:
    return resolve_url(given, page.document.base) if given else None


def _images(page: CapturedPage, given: Iterator[object]) -> list[str]:
    found = [_address(page, part) for part in given if isinstance(part, str)]
    return [address for address in found if address][:MAX_IMAGES]
