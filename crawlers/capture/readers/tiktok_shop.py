"""TikTok Shop: the product in the page's router state. Untested against the live service."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from crawlers.capture.readers.listed import from_state, reading_of
from crawlers.capture.readers.state import CapturedPage, State, objects_with, text_at, value_at
from crawlers.extract.document import resolve_url
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_IMAGES, each, plain_text
from listings.listing import Seller
from listings.money import read_money


def read_tiktok_shop(page: CapturedPage) -> PageReading:
    """Read the product of a shop's page, in the older state (`product_base`) or the newer one (`product_model`)."""
    older = next(page.holding("product_id", "product_base"), None)
    newer = next(page.holding("product_model", "seller_model"), None)
    if older is not None:
        return reading_of(page, from_state(page, _older(page, older)))
    if newer is not None:
        return reading_of(page, from_state(page, _newer(page, newer)))
    return page.reading


def _older(page: CapturedPage, state: State) -> dict[str, Any]:
    base = state["product_base"]
    price, currency = _money(value_at(base, "price", "real_price"), text_at(base, "price", "currency"))
    return {
        "id": text_at(state, "product_id"),
        "kind": "offer",
        "title": text_at(base, "title"),
        "description": _description(value_at(base, "desc_detail")),
        "price": price,
        "currency": currency,
        "seller": Seller(
            id=text_at(state, "seller", "seller_id") or text_at(state, "seller_id"),
            name=text_at(state, "seller", "name"),
        ),
        "category": text_at(base, "category_name"),
        "images": _images(page, value_at(base, "images")),
        "sold": _count(value_at(base, "sold_count")),
    }


def _newer(page: CapturedPage, state: State) -> dict[str, Any]:
    product, seller = state["product_model"], state["seller_model"]
    cost = value_at(state, "promotion_model", "promotion_product_price", "min_price")
    price, currency = _money(
        value_at(cost, "sale_price_decimal") or value_at(cost, "sale_price_format"), text_at(cost, "currency_name")
    )
    return {
        "id": text_at(product, "product_id"),
        "kind": "offer",
        "title": text_at(product, "name"),
        "description": _description(value_at(product, "description")),
        "price": price,
        "currency": currency,
        "seller": Seller(id=text_at(seller, "seller_id"), name=text_at(seller, "shop_name")),
        "images": _images(page, value_at(product, "images")),
        "sold": _count(value_at(product, "sold_count")),
    }


def _money(given: object, currency: str | None) -> tuple[Decimal | None, str | None]:
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None, None
    money = read_money(str(given), currency_hint=currency)
    return (money.amount, money.currency or currency) if money and money.amount > 0 else (None, None)


def _description(given: object) -> str | None:
    """Read a description: plain, or as JSON blocks of which the texts count."""
    if isinstance(given, str) and given.lstrip().startswith("["):
        try:
            blocks = json.loads(given)
        except (ValueError, RecursionError):
            return plain_text(given)
        texts = (text_at(block, "text") for block in objects_with(blocks, "text"))
        return plain_text("\n".join(text for text in texts if text))
    return plain_text(given) if isinstance(given, str) else None


def _images(page: CapturedPage, given: object) -> tuple[str, ...]:
    first = (next(each(value_at(image, "url_list")), None) for image in each(given))
    addresses = (resolve_url(url, page.document.base) for url in first if isinstance(url, str))
    return tuple(dict.fromkeys(address for address in addresses if address))[:MAX_IMAGES]


def _count(given: object) -> int | None:
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 12:  # noqa: PLR2004 - no count
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None
