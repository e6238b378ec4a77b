"""Shopee: the item in the page's state. Prices are a hundred-thousandth of what stands there; image ids are no URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crawlers.capture.readers.listed import from_state, reading_of
from crawlers.capture.readers.state import CapturedPage, State, text_at, value_at
from crawlers.extract.document import resolve_url
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_IMAGES, each, plain_text
from listings.listing import Seller

_IN_ADDRESS = (re.compile(r"-i\.(\d{1,20})\.(\d{1,20})"), re.compile(r"/product/(\d{1,20})/(\d{1,20})"))
# Both releases of the item: the older `itemid`, the newer `item_id`.
_KEYS = (("itemid", "shopid", "name"), ("item_id", "shop_id", "title"))
_SCALE = 100_000
_IMAGE_ID = re.compile(r"[0-9a-z][0-9a-z-]{15,60}")


def read_shopee(page: CapturedPage) -> PageReading:
    """Read the item that the address names; a page of several items is no listing."""
    named = next((match for pattern in _IN_ADDRESS if (match := pattern.search(page.document.url))), None)
    if named is None:
        return page.reading
    item = next((item for item in _items(page) if _ids(item) == named.groups()), None)
    shop, number = named.groups()
    own = {"id": f"{shop}.{number}", "kind": "offer"}
    if item is None:
        # No state came along: what the visitor saw is read by the generic extraction.
        return reading_of(page, from_state(page, own)) if page.reading.listings else page.reading
    return reading_of(page, from_state(page, own | _fields(page, item, shop)))


def _items(page: CapturedPage) -> list[State]:
    return [item for keys in _KEYS for item in page.holding(*keys)]


def _ids(item: State) -> tuple[str, str]:
    return str(item.get("shopid", item.get("shop_id"))), str(item.get("itemid", item.get("item_id")))


def _fields(page: CapturedPage, item: State, shop: str) -> dict[str, Any]:
    low = _price(item, "price_min", "price")
    high = _price(item, "price_max", "price")
    return {
        "title": text_at(item, "name") or text_at(item, "title"),
        "description": plain_text(str(item["description"])) if item.get("description") else None,
        "price": low,
        "price_max": high if low is not None and high is not None and high > low else None,
        "currency": text_at(item, "currency"),
        "seller": Seller(id=shop, name=_shop_name(page, shop)),
        "brand": _brand(item),
        "category": _category(item),
        "images": _images(page, item),
        "location": text_at(item, "shop_location"),
        "sold": _count(item, "historical_sold") or _count(item, "sold"),
        "views": _count(item, "view_count"),
        "attributes": _attributes(item),
    }


def _price(item: State, *names: str) -> Decimal | None:
    value = next((item[name] for name in names if item.get(name) not in (None, -1, 0)), None)
    return Decimal(value) / _SCALE if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _shop_name(page: CapturedPage, shop: str) -> str | None:
    shops = (found for found in page.holding("shopid", "name") if "itemid" not in found)
    newer = (found for found in page.holding("shop_id", "name") if "item_id" not in found)
    return next((text_at(found, "name") for found in (*shops, *newer) if shop in _ids(found)), None)


def _brand(item: State) -> str | None:
    brand = text_at(item, "brand")
    return None if brand is None or brand.casefold() in {"no brand", "nobrand", "none"} else brand


def _category(item: State) -> str | None:
    named = [text_at(part, "display_name") for part in each(item.get("categories"))]
    return " > ".join(name for name in named if name) or None


def _images(page: CapturedPage, item: State) -> tuple[str, ...]:
    """Give the addresses under which the page itself showed the item's images; an id alone names no server."""
    ids = [given for given in (item.get("image"), *each(item.get("images"))) if isinstance(given, str)]
    wanted = dict.fromkeys(given for given in ids if _IMAGE_ID.fullmatch(given))
    shown = [image.get("src") or "" for image in page.document.tree.iter("img")]
    found = (next((src for src in shown if given in src), None) for given in wanted)
    addresses = (resolve_url(src, page.document.base) for src in found if src)
    return tuple(dict.fromkeys(address for address in addresses if address))[:MAX_IMAGES]


def _count(item: State, name: str) -> int | None:
    value = value_at(item, name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _attributes(item: State) -> Mapping[str, str]:
    given = [(text_at(part, "name"), text_at(part, "value")) for part in each(item.get("attributes"))]
    return {name: value for name, value in given if name and value}
