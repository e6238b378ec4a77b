"""Says whether a page's structured data answer for themselves, so that nobody need look at what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.element_text import visible_text
from crawlers.extract.money_mark import MARK_BEHIND
from crawlers.extract.picture_address import stem_of
from crawlers.extract.price_role import role_of
from crawlers.extract.price_sums import LEAST_SHARE, is_former, percentages
from crawlers.extract.region import Region
from crawlers.extract.resolve import Evidence
from crawlers.extract.words import FORMER_PRICE_CLASS, OLD_PRICE_CLASS, PRICE_CLASS
from listings.money import read_amounts, read_money, read_money_range, read_number

MAX_STRUCK = 100
MAX_AMOUNTS = 3000
_MAX_TEXT = 120
_BESIDE_REACH, _MAX_BESIDE = 3, 200
_AMOUNT = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,٫٬]\d+)*")
_BEFORE, _AFTER = 60, 40
_NOT_DIGITS = re.compile(r"\D+")
# A mark and a space beside the number: "CA$ 89", "89 zł".
_MARK = 6


def is_settled(evidence: Evidence, region: Region) -> bool:
    """Say whether title, price, currency and picture are stated, and the page shows that price as today's.

    Shops forget to update metadata in a sale, state cents for units, the price without tax or the cheapest variant's;
    what the visitor would pay is what is offered.
    """
    priced = next((c for c in evidence.stated if c.price is not None), None)
    if priced is None or priced.price is None or not priced.currency or not _is_pictured(evidence):
        return False
    # The lower end of a range is one variant's price, which need not be the one shown.
    single = priced.price_max is None or priced.price_max <= priced.price
    titled = single and any(candidate.title for candidate in evidence.stated)
    shown = titled and _shows(region.text, priced.price, priced.currency)
    return shown and priced.price not in _former(region) and not _is_outdone(priced.price, region)


def _is_pictured(evidence: Evidence) -> bool:
    """Say whether a picture is stated twice, or for the product, or shown: `og:image` alone may be the shop's."""
    stated = {c.source: {stem_of(i) for i in evidence.pictures_of(c)} for c in evidence.stated if c.images}
    shared = stated.pop("opengraph", set())
    product = {stem for stems in stated.values() for stem in stems}
    agreed = shared & product or (product and not shared)
    return bool(agreed or (shared | product) & evidence.visible.stems)


def _shows(text: str, price: Decimal, currency: str) -> bool:
    """Say whether a text names an amount as a price asked today, and in no other currency."""
    first = str(int(price))[:1]
    for found in islice(_AMOUNT.finditer(text), MAX_AMOUNTS):
        start, end = found.span()
        if str(int(found[0][0])) != first or read_number(found[0], currency=currency) != price:
            continue
        after = MARK_BEHIND.sub("", text[end : end + _AFTER], count=1)
        if role_of(text[max(0, start - _BEFORE) : start], after) == "now":
            marked = read_money(text[max(0, start - _MARK) : end + _MARK], currency_hint=currency)
            return marked is None or marked.amount != price or marked.currency == currency
    return False


def _former(region: Region) -> frozenset[Decimal]:
    texts = (visible_text(element, _MAX_TEXT) for element in islice(_struck(region), MAX_STRUCK))
    read = (read_money_range(text) for text in texts if any(map(str.isdecimal, text)))
    return frozenset(money.amount for pair in read for money in pair or ())


def _is_outdone(price: Decimal, region: Region) -> bool:
    """Say whether a price is shown beside a lower one and may be a former one.

    Under a name that may mean so ("regular-price"), or where less the reduction named beside it it is the lower one.
    """
    beside = (low for text in _around(price, OLD_PRICE_CLASS, region) for low in _amounts(text))
    if any(low < price and low >= price * LEAST_SHARE for low in beside):
        return True
    named = (text for text in _around(price, PRICE_CLASS, region) if "%" in text) if "%" in region.text else ()
    return any(is_former(price, _amounts(text), percentages([text])) for text in named)


def _around(price: Decimal, name: re.Pattern[str], region: Region) -> Iterator[str]:
    """Yield the short texts around the elements of a name that show a price."""
    for element in islice(region.named(name), MAX_STRUCK):
        if _shows_digits(text := visible_text(element, _MAX_TEXT), price) and price in _amounts(text):
            texts = (visible_text(box, _MAX_BESIDE + 1) for box in islice(element.iterancestors(), _BESIDE_REACH))
            yield from (text for text in texts if len(text) <= _MAX_BESIDE)


def _shows_digits(text: str, price: Decimal) -> bool:
    """Say whether an amount's digits stand in a text: a tenth of the cost of reading it. Other scripts' are read."""
    digits = _NOT_DIGITS.sub("", text)
    return str(int(price)).rstrip("0") in digits or not digits.isascii()


def _amounts(text: str) -> frozenset[Decimal]:
    read = read_amounts(text) if any(map(str.isdecimal, text)) else ()
    return frozenset(low.amount for low, *_ in read)


def _struck(region: Region) -> Iterator[Element]:
    yield from region.of("del", "s", "strike")
    yield from region.named(FORMER_PRICE_CLASS)
    yield from (element for element, style in region.having("style") if "line-through" in style)
