"""A price as one text, whose parts the page sets in elements of their own: mark, units, raised cents."""

from __future__ import annotations

import re
from itertools import islice

from bs4.element import NavigableString, PageElement, Tag

from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MARKED_NUMBER
from crawlers.extract.price_context import icon_text, is_struck
from crawlers.extract.schema_org import Place
from listings.money import read_amounts
from listings.page import Money

MAX_PRICE_TEXT = 120
MAX_PIECES = 40
# A price with its mark, cents and labels is some ten nodes.
MAX_NODES = 400
DIGIT = re.compile(r"\d")
# Marks of one or two bare letters count in their own country alone: elsewhere "R17" is a tyre, "12 km" a way.
LETTER_MARKS = {
    country: (re.compile(pattern), code)
    for country, pattern, code in (
        ("ZA", r"(?<![^\W_])R\s?(?=\d)", "ZAR"),
        ("GT", r"(?<![^\W_])Q\.?\s?(?=\d)", "GTQ"),
        ("BA", r"(?<=\d)\s?KM(?![^\W_])", "BAM"),
        ("DZ", r"(?<=\d)\s?DA(?![^\W_])", "DZD"),
        ("TN", r"(?<=\d)\s?DT(?![^\W_])", "TND"),
        ("AL", r"(?<=\d)\s?(?:L|Lek|lekë)(?![^\W_])", "ALL"),
    )
}
_SPLIT_NUMBER = re.compile(r"(\d) ?([.,]) ?,?(?=\d)")
_CENTS = re.compile(r"\d{2}")
_WHOLE_UNITS = re.compile(r"(?:^|[^\d.,])\d{1,3}(?:[.,'’\s]?\d{3}){0,4}(?P<point>[.,]?)\s*$")
_FRAGMENT = re.compile(r"[\d.,\s'’]{1,20}")
# "490<span>.000đ</span>"
_REST = re.compile(r"[.,]\d{3}(?!\d)")
_LIFT = 2


def price_text(tag: Tag, place: Place) -> str:
    """Give an element's text without what is struck out in it, as `listings.money` reads it."""
    text = ""
    pieces = ((node, str(node) if type(node) is NavigableString else icon_text(node)) for node in tag.descendants)
    said = ((node, words) for node, words in islice(pieces, MAX_NODES) if words and not words.isspace())
    told = ((node, words) for node, words in said if not is_struck(node, tag))
    for node, words in islice(told, MAX_PIECES):
        text = f"{text} {_piece(node, words, tag, text)}" if text else words
    text = _SPLIT_NUMBER.sub(r"\1\2", clean(text, MAX_PRICE_TEXT + 1) or str(tag.get("content") or ""))
    letter, code = LETTER_MARKS.get(place.country_hint or "", (None, ""))
    return letter.sub(f" {code} ", text) if letter else text


def whole_price(tag: Tag, place: Place) -> Tag:
    """Give the element that holds the whole amount where this one holds only its digits: "<b>129</b><i>99</i> zł"."""
    for _ in range(_LIFT):
        parent = tag.parent
        text = price_text(tag, place)
        if parent is None or not (_FRAGMENT.fullmatch(text) or _REST.match(text)):
            break
        if not MARKED_NUMBER.fullmatch(price_text(parent, place)):
            break
        tag = parent
    return tag


def amounts_in(text: str, place: Place) -> tuple[tuple[Money, Money, str, str], ...]:
    """Read the amounts of a text short enough to be a price, each with what stands before and behind it."""
    if len(text) > MAX_PRICE_TEXT or not DIGIT.search(text):
        return ()
    read = read_amounts(text, currency_hint=place.currency_hint, country_hint=place.country_hint)
    return tuple(found for found in read if found[0].amount > 0)


def _piece(node: PageElement, words: str, within: Tag, before: str) -> str:
    """Give a piece of a price; two digits in an element of their own behind whole units are cents: 24<sup>99</sup>."""
    text = words.strip()
    if node.parent is within or not _CENTS.fullmatch(text):
        return words
    units = _WHOLE_UNITS.search(before)
    return words if units is None else f"{'' if units['point'] else ','}{text}"
