"""Tells a page that lists others from one that sells a thing: its cards, and what there is to press outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.card_groups import MAX_AMOUNTS, away, cards_of
from crawlers.extract.element_text import visible_text
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.order_form import presses
from crawlers.extract.picture_address import forms_of
from crawlers.extract.picture_marks import stands_for_listing
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import plain

_REACH = 8
_MAX_ROW_TEXT = 200
_ROWS = ("tr", "li")
# So many rows with a price each are a list.
_ROWS_OF_A_LIST = 3
_HEADINGS = ("h1", "h2", "h3", "h4")
_MAX_PICTURES = 200
_SHORTEST_NAME, _LONGEST = 4, 200


def is_list(
    region: Region, base: str, title: str | None, places: tuple[int, int], *, pictured: bool, reduced: bool
) -> bool:
    """Say whether a page shows cards of other listings, or a list of prices, and sells nothing beside them.

    Args:
        region: the listing's own part of the page.
        base: the page's address.
        title: what would be the listing's title; a picture said to show it speaks for one listing.
        places: where that title and its price stand among the elements.
        pictured: whether there are pictures that are the listing's.
        reduced: whether the price has a former one beside it, as the one of a list has only on a card.
    """
    titled = region.elements[max(places[0], 0)]
    cards = cards_of(region, base) - set(titled.iterancestors())
    if _sells_apart(region, cards, titled, base) or _pictures(region, cards, title):
        return False
    if cards:
        return not _stand_together(region, cards, *places, base=base, pictured=pictured or reduced)
    shown = region.elements[max(places[1], 0)]
    return _is_anothers(shown, titled, base) or (not pictured and _is_in_price_list(shown))


def _sells_apart(region: Region, cards: frozenset[Element], titled: Element, base: str) -> bool:
    pressed = (element for element in presses(region) if cards.isdisjoint(element.iterancestors()))
    return any(not _is_anothers(element, titled, base) for element in pressed)


def _is_anothers(shown: Element, titled: Element, base: str) -> bool:
    """Say whether the nearest heading above, the page's title apart, leads to another page: a card without likes."""
    around = set(titled.iterancestors())
    for box in islice(shown.iterancestors(), _REACH):
        heading = next(box.iter(*_HEADINGS), None)
        if box in around or heading is titled:
            return False
        if heading is not None:
            return _leads(heading, base)
    return False


def _leads(heading: Element, base: str) -> bool:
    links = [*heading.iter("a"), *islice(heading.iterancestors("a"), 1)]
    return any(away(link, base) for link in links)


def _pictures(region: Region, cards: frozenset[Element], title: str | None) -> bool:
    """Say whether a picture outside the cards is said to show what the page is called."""
    named = plain(title or "")
    apart = (
        picture
        for picture in islice(region.of("img", "amp-img"), _MAX_PICTURES)
        if picture.get("alt") and cards.isdisjoint(picture.iterancestors())
    )
    return len(named) >= _SHORTEST_NAME and any(plain(picture.get("alt") or "") == named for picture in apart)


def _stand_together(
    region: Region, cards: frozenset[Element], title: int, price: int, *, base: str, pictured: bool
) -> bool:
    """Say whether a price stands below the title, with no other listing's heading and no card between or around it.

    Where they share a box with the cards only a picture that is on none of them says so.
    """
    if not 0 <= title < price or not cards.isdisjoint(_with_ancestors(region.elements[price])):
        return False
    between = region.elements[title + 1 : price]
    if not cards.isdisjoint(between) or _leads_between(region, cards, between, region.elements[price], base):
        return False
    around = set(region.elements[price].iterancestors())
    box = next((part for part in region.elements[title].iterancestors() if part in around), None)
    if box is None:
        return False
    apart = not any(element in cards for element in box.iter(lxml.etree.Element))
    return apart or (pictured and _shows_own(region, cards))


def _leads_between(
    region: Region, cards: frozenset[Element], between: Iterable[Element], shown: Element, base: str
) -> bool:
    """Say whether a heading between title and price is another listing's: it or a link beside the price leads there."""
    headings = [element for element in between if element.tag in _HEADINGS]
    beside = shown.getparent()
    links = beside.iter("a") if headings and beside is not None else ()
    if any(_leads(heading, base) or _pictures(region, cards, visible_text(heading, _LONGEST)) for heading in headings):
        return True
    return any(away(link, base) and cards.isdisjoint(_with_ancestors(link)) for link in islice(links, _MAX_PICTURES))


def _shows_own(region: Region, cards: frozenset[Element]) -> bool:
    """Say whether there is a picture outside the cards that is no mark of the shop."""
    shown = islice(region.of("img", "amp-img"), _MAX_PICTURES)
    return any(
        cards.isdisjoint(picture.iterancestors()) and any(map(stands_for_listing, forms_of(dict(picture.items()))))
        for picture in shown
    )


def _with_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_in_price_list(shown: Element) -> bool:
    """Say whether a price stands in one of three or more rows with an amount each."""
    row = next((part for part in (shown, *shown.iterancestors()) if part.tag in _ROWS), None)
    holder = row.getparent() if row is not None else None
    if row is None or holder is None:
        return False
    texts = (visible_text(like, _MAX_ROW_TEXT) for like in islice(holder.iterchildren(row.tag), MAX_AMOUNTS))
    return sum(MONEY_MARK.search(text) is not None for text in texts) >= _ROWS_OF_A_LIST
