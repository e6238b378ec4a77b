"""Finds the cards on a page: boxes alike, side by side, that show another listing each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import visible_text
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.picture_address import PICTURE_FILE
from crawlers.extract.region import Region

MAX_AMOUNTS = 400
_REACH = 8
_MAX_CARD_TEXT = 600
_MAX_AMOUNT_TEXT = 200
# Two boxes alike with a way to other pages are a list, three where there is only something to press.
_LINKED, _UNLINKED = 2, 3
_SHOWING = ("img", "picture", "h2", "h3", "h4", "h5", "h6")
_PRESSED = ("button", "input")


def cards_of(region: Region, base: str) -> frozenset[Element]:
    """Give the boxes alike, side by side, that each hold a price, a picture or heading, and a link or a button."""
    found: dict[Element, dict[Element, None]] = {}
    for element in islice(_priced(region), MAX_AMOUNTS):
        box = element
        for parent in islice(element.iterancestors(), _REACH):
            found.setdefault(parent, {})[box] = None
            box = parent
    groups = (group for boxes in found.values() if len(boxes) >= _LINKED for group in _alike(boxes))
    return frozenset(box for group in groups if _is_group(group, base) for box in group)


def _alike(boxes: Iterable[Element]) -> Iterable[list[Element]]:
    """Part a box's cards by kind, dress and whether there is anything to press: the listing's own has, others not."""
    groups: dict[tuple[str, str | None, bool], list[Element]] = {}
    for box in filter(_is_card, boxes):
        pressed = next(box.iter(*_PRESSED), None) is not None
        groups.setdefault((box.tag, box.get("class"), pressed), []).append(box)
    return groups.values()


def _priced(region: Region) -> Iterator[Element]:
    """Yield the elements that themselves hold an amount with its currency's mark."""
    for element in region.elements:
        if (text := element.text) and _names_money(text):
            yield element
        if (text := element.tail) and _names_money(text) and (parent := element.getparent()) is not None:
            yield parent


def _names_money(text: str) -> bool:
    return not text.isspace() and MONEY_MARK.search(text[:_MAX_AMOUNT_TEXT]) is not None


def _is_card(box: Element) -> bool:
    """Say whether a box says no more than a card, and shows something that leads on or can be pressed."""
    if len(visible_text(box, _MAX_CARD_TEXT + 1)) > _MAX_CARD_TEXT or next(box.iter("h1"), None) is not None:
        return False
    return all(next(box.iter(*kinds), None) is not None for kinds in (_SHOWING, ("a", *_PRESSED)))


def _is_group(boxes: list[Element], base: str) -> bool:
    """Say whether boxes lead to two pages of their own or are many."""
    led = {address for box in boxes for link in box.iter("a") if (address := away(link, base))}
    return len(led) >= _LINKED or len(boxes) >= _UNLINKED


def away(link: Element, base: str) -> str | None:
    """Give the address of another page that a link leads to."""
    href = link.get("href") or ""
    leads = href and href[0] not in "#?" and not PICTURE_FILE.search(href.partition("?")[0])
    address = resolve_url(href, base) if leads else None
    return address if address and address != base else None
