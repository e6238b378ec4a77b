"""What there is on a page to press or to send in order to buy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.element_text import visible_text
from crawlers.extract.region import Region
from crawlers.extract.words import BUY, ORDER_ADDRESS, ORDER_FIELD

_BUTTONS = frozenset({"submit", "button", "image"})
MAX_FORMS, MAX_FIELDS = 40, 40
# So many forms that add to a basket are a list of other listings.
_LIST = 3
MAX_PRESSED = 500
_LONGEST = 40
_PRESSED_NAME = re.compile(r"btn|button|buy|cart|basket|order|mua|gio-?hang|dat-?hang")


def can_be_ordered(region: Region) -> bool:
    """Say whether a form sends which product, or how many, or adds to a basket, or has a button that says so."""
    if any(map(_says_buy, islice(_input_buttons(region), MAX_FIELDS))):
        return True
    forms = list(_sent(region))
    if 0 < sum(map(_adds, forms)) < _LIST:
        return True
    return any(map(_names_product, forms))


def presses(region: Region) -> Iterator[Element]:
    """Yield what is pressed to buy: buttons and links that say so, and forms that send which product or how many."""
    yield from filter(_says_buy, islice(_input_buttons(region), MAX_FIELDS))
    named = region.named(_PRESSED_NAME)
    for element in islice((*region.of("a", "button", "label"), *named), MAX_PRESSED):
        text = visible_text(element, _LONGEST + 1) or _shown_as(element)
        if len(text) <= _LONGEST and BUY.match(text):
            yield element
    yield from (form for form in _sent(region) if _adds(form) or _names_product(form))


def _shown_as(element: Element) -> str:
    """Give what the picture says that stands for the words of a link or a button."""
    picture = next(element.iter("img"), None)
    return (picture.get("alt") or "").strip() if picture is not None else ""


def _input_buttons(region: Region) -> Iterator[Element]:
    return (field for field in region.of("input") if (field.get("type") or "").lower() in _BUTTONS)


def _says_buy(button: Element) -> bool:
    return BUY.search(f"{button.get('value')} {button.get('alt')}") is not None


def _sent(region: Region) -> Iterator[Element]:
    return (form for form in islice(region.of("form"), MAX_FORMS) if (form.get("method") or "").lower() == "post")


def _adds(form: Element) -> bool:
    return ORDER_ADDRESS.search(form.get("action") or "") is not None


def _names_product(form: Element) -> bool:
    return any(ORDER_FIELD.search(field.get("name") or "") for field in islice(form.iter("input"), MAX_FIELDS))
