"""Says whether a page's structured data answer for themselves, so that nobody need look at what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.document import visible_text
from crawlers.extract.picture_marks import stands_for_listing
from crawlers.extract.region import Region
from crawlers.extract.resolve import Evidence
from crawlers.extract.words import FORMER_PRICE_CLASS
from listings.money import read_money_range

MAX_STRUCK = 100
_MAX_TEXT = 120


def is_settled(evidence: Evidence, region: Region) -> bool:
    """Say whether title, price, currency and picture are stated, and the price is not shown as a former one.

    Shops forget to update metadata in a sale; what the visitor would pay is what is offered.
    """
    priced = next((c for c in evidence.stated if c.price is not None), None)
    if priced is None or priced.price is None or not priced.currency:
        return False
    pictured = any(stands_for_listing(image) for candidate in evidence.stated for image in candidate.images)
    titled = any(candidate.title for candidate in evidence.stated)
    return pictured and titled and priced.price not in _former(region)


def _former(region: Region) -> frozenset[Decimal]:
    texts = (visible_text(element, _MAX_TEXT) for element in islice(_struck(region), MAX_STRUCK))
    read = (read_money_range(text) for text in texts if any(map(str.isdecimal, text)))
    return frozenset(money.amount for pair in read for money in pair or ())


def _struck(region: Region) -> Iterator[Element]:
    yield from region.of("del", "s", "strike")
    yield from region.named(FORMER_PRICE_CLASS)
    yield from (element for element in region.elements if "line-through" in (element.get("style") or ""))
