"""Products in the state that shops' programs leave in their pages: Next, Nuxt, VTEX, Shopify, Magento, data layers.

No shop's form is known here. A product is an object with a name and an amount; whether it is this page's own, and which
of its amounts is asked, is told by what the page shows: its name must be the page's title, and a price counts where the
page shows that amount, too (so cents are told from units), or shows none at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from lxml.etree import _Element as Element

from crawlers.extract.candidate import Candidate
from crawlers.extract.document import Document
from crawlers.extract.json_text import read_json
from crawlers.extract.resolve_title import parts_of, plain
from crawlers.extract.schema_org import Place
from crawlers.extract.values import images_of, text_of
from listings.currencies import CURRENCIES
from listings.money import read_money

MAX_SCRIPTS = 200
MAX_SCRIPT = 2_000_000
MAX_STARTS = 20
MAX_OBJECTS = 20_000
MAX_PRODUCTS = 50

_STARTS = re.compile(
    r"(?:window\s*(?:\.\s*\w+|\[['\"]\w+['\"]\])|self\.__next_f\.push\(|dataLayer\.push\(|dataLayer\s*|"
    r"\b(?:var|let|const)\s+\w+)\s*=?\s*(?P<parse>JSON\.parse\(\s*)?(?=[\[{\"'(])|\breturn\s*(?=\{)"
)
_NAMES = ("name", "title", "productName", "product_name", "displayName", "item_name")
_CURRENT = (
    "salePrice", "sale_price", "specialPrice", "special_price", "finalPrice", "final_price", "currentPrice",
    "current_price", "sellingPrice", "selling_price", "discountedPrice", "priceNow", "current", "price", "amount",
    "value", "lowPrice", "priceValue", "unitPrice", "gross", "centAmount",
)  # fmt: skip
_HOLDERS = (
    "price",
    "prices",
    "pricing",
    "priceInfo",
    "priceRange",
    "offer",
    "offers",
    "sellingPrice",
    "with_tax",
    "sale",
)
_CURRENCIES = ("currency", "currencyCode", "currency_code", "priceCurrency", "currencyIso", "currencyISO")
_IMAGES = ("images", "image", "imageUrl", "image_url", "featured_image", "mainImage", "media", "pictures", "thumbnail")
_CODE = re.compile(r"^[A-Z]{3}$")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", re.DOTALL)
_NAMED_CURRENCY = re.compile(
    r"(?:[cC]urrency(?:Code|_code|ISO)?|[cC]urrency\s*=\s*\{\s*[\"']active)[\"'\\]{0,4}\s*[:=]\s*[\"'\\]{1,4}([A-Z]{3})[\"'\\]"
)
_LETTER_OF_STATE = re.compile(r"price|Price")


def state_candidates(document: Document, place: Place) -> list[Candidate]:
    """Give a candidate for each product named in the page's state, in order; nothing is executed."""
    found: list[Candidate] = []
    roots = (root for script in document.scripts[:MAX_SCRIPTS] for root in _roots(script))
    for node in islice(_objects(roots), MAX_OBJECTS):
        candidate = _product(node, place)
        if candidate is not None:
            found.append(candidate)
            if len(found) >= MAX_PRODUCTS:
                break
    return found


def currency_in(document: Document) -> str | None:
    """Give the currency that the page's programs name most often, in whatever form."""
    texts = (script.text or "" for script in document.scripts[:MAX_SCRIPTS])
    named = (code for text in texts for code in _NAMED_CURRENCY.findall(text[:MAX_SCRIPT]) if code in CURRENCIES)
    most = Counter(islice(named, MAX_OBJECTS)).most_common(1)
    return most[0][0] if most else None


def own_state(candidates: Iterable[Candidate], titles: Iterable[str], site: str) -> tuple[Candidate, ...]:
    """Give the candidates that bear one of the page's titles."""
    known = {plain(part) for title in titles for part in parts_of(title, site)}
    return tuple(candidate for candidate in candidates if plain(candidate.title or "") in known)


def amounts_of(candidates: Iterable[Candidate]) -> frozenset[Decimal]:
    """Give the amounts that may be asked: as written, and in units where they are written in hundredths."""
    given = [candidate.price for candidate in candidates if candidate.price is not None]
    return frozenset(given) | {price / 100 for price in given if price == price.to_integral_value()}


def _roots(script: Element) -> Iterator[Any]:
    text = script.text or ""
    if len(text) > MAX_SCRIPT or not _LETTER_OF_STATE.search(text):
        return
    kind = (script.get("type") or "").lower()
    if "json" in kind or "magento-init" in kind:
        if "ld+json" not in kind:
            yield read_json(text)
        return
    for start in islice(_STARTS.finditer(text), MAX_STARTS):
        yield _value_at(text, start.end(), parse=bool(start["parse"]))


def _value_at(text: str, start: int, *, parse: bool) -> Any:  # noqa: ANN401 - any JSON value
    """Read the value that begins at a place in a script; a text given to JSON.parse is read once more."""
    opening = text[start : start + 1]
    if parse or opening in {'"', "'"}:
        quoted = _TEXT.match(text, start)
        inner = read_json(quoted[0]) if quoted and quoted[0][0] == '"' else None
        return read_json(inner) if isinstance(inner, str) else None
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        value = read_json(text[start:]) if opening in {"{", "["} else None
    return value


def _objects(roots: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every object below the roots; a text that itself holds JSON (flight data) is opened."""
    for root in roots:
        waiting = [root]
        for _ in range(MAX_OBJECTS):
            if not waiting:
                break
            node = waiting.pop()
            if isinstance(node, Mapping):
                yield node
                waiting.extend(reversed(list(node.values())))
            elif isinstance(node, list):
                waiting.extend(reversed(node[:1000]))
            elif isinstance(node, str) and "{" in node[:40] and '"price' in node:
                waiting.append(read_json(node[node.index("{") if node[0] != "[" else 0 :].strip()) or _flight(node))


def _flight(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read a line of React's flight data: `5:["$","div",null,{...}]`."""
    _, colon, value = text.partition(":")
    return read_json(value.strip()) if colon and value[:1] in {"[", "{"} else None


def _product(node: Mapping[str, Any], place: Place) -> Candidate | None:
    title = next((found for key in _NAMES if isinstance(node.get(key), str) and (found := text_of(node[key]))), None)
    if not title:
        return None
    price = _amount(node, place)
    if price is None:
        return None
    images = (images_of(_pictures(node.get(key)), place.base) for key in _IMAGES)
    return Candidate(
        source="state", title=title, price=price, currency=_currency(node), images=next(filter(None, images), ())
    )


def _pictures(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_pictures(part) for part in value[:30]]
    if isinstance(value, Mapping):
        return next((value[key] for key in ("url", "src", "large", "full", "original") if value.get(key)), None)
    return value if isinstance(value, str) and ("/" in value or "." in value) else None


def _amount(node: Mapping[str, Any], place: Place, depth: int = 3) -> Decimal | None:
    for key in _CURRENT:
        value = node.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10**12:
            return Decimal(str(value))
        if isinstance(value, str) and (money := read_money(value[:40], country_hint=place.country_hint)):
            return money.amount if money.amount > 0 else None
    holders = [node.get(key) for key in _HOLDERS]
    holders += node["variants"][:1] if isinstance(node.get("variants"), list) else []
    inner = (part for held in holders for part in (held[:1] if isinstance(held, list) else [held]))
    found = (_amount(part, place, depth - 1) for part in inner if depth and isinstance(part, Mapping))
    return next((amount for amount in found if amount is not None), None)


def _currency(node: Mapping[str, Any], depth: int = 3) -> str | None:
    for key in _CURRENCIES:
        value = node.get(key)
        if isinstance(value, str) and _CODE.match(value):
            return value
    held = (node.get(key) for key in _HOLDERS)
    found = (_currency(part, depth - 1) for part in held if depth and isinstance(part, Mapping))
    return next((code for code in found if code), None)
