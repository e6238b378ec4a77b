"""Where on a page amounts stand: in elements that call themselves a price, struck out, with a mark, behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from bs4.element import NavigableString, Tag

from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.price_context import OLD_TAGS, context_of
from crawlers.extract.price_patterns import PRICE_LABEL, STRUCK_STYLE
from crawlers.extract.price_text import DIGIT, LETTER_MARKS, MAX_PIECES, MAX_PRICE_TEXT
from crawlers.extract.schema_org import Place
from crawlers.extract.soup import Soup
from crawlers.extract.words import FORMER_PRICE_CLASS, PRICE_CLASS

MAX_NODES = 5000
# What is remembered of a name must not grow with what a page sends.
MAX_NAME = 1000
_LIFT = 2
# An amount somewhere on the page is not that of a mark that stands alone: "{{ price }} ₫".
_WHOLE = frozenset({"html", "body", "main", "article", "[document]"})


def named_prices(soup: Soup) -> Iterator[Tag]:
    """Yield the innermost elements that call themselves a price, in the order of the page."""
    named = (tag for tag, name in zip(soup.tags, soup.names, strict=True) if _names_price(tag, name))
    naming = [tag for tag in named if tag.name == "meta" or _holds_digits(tag)]
    holders = {id(parent) for tag in naming for parent in tag.parents}
    return (tag for tag in naming if id(tag) not in holders or _holds_own_digits(tag))


def struck_prices(soup: Soup) -> Iterator[Tag]:
    """Yield what is struck out or named a former price: it tells which of the others is today's."""
    pairs = zip(soup.tags, soup.names, strict=True)
    return (tag for tag, name in pairs if tag.name in OLD_TAGS or _is_struck_out(tag) or _names_former(tag, name))


def _is_struck_out(tag: Tag) -> bool:
    return STRUCK_STYLE.search(str(tag.get("style") or "")) is not None


def _names_former(tag: Tag, name: str) -> bool:
    return bool(name) and _is_found(FORMER_PRICE_CLASS, name[:MAX_NAME]) and _holds_own_digits(tag)


def marked_texts(soup: Soup, place: Place) -> Iterator[Tag]:
    """Yield the elements around texts with a currency's mark."""
    letter, _ = LETTER_MARKS.get(place.country_hint or "", (None, ""))
    for node in soup.nodes:
        if type(node) is not NavigableString or not (
            MONEY_MARK.search(node[:1000]) or (letter and letter.search(node))
        ):
            continue
        holder = node.parent
        # In "199.000 <sup>đ</sup>" the number stands one element up.
        for _ in range(0 if DIGIT.search(node) else _LIFT):
            if holder is not None and not any(map(DIGIT.search, islice(holder.strings, MAX_PIECES))):
                holder = holder.parent
        if holder is not None and holder.name not in _WHOLE:
            yield holder


def labelled_texts(soup: Soup) -> Iterator[Tag]:
    """Yield short texts with a bare number behind a word for price: "Giá bán: 249.000"."""
    for node in islice(soup.nodes, MAX_NODES):
        if type(node) is NavigableString and len(node) <= MAX_PRICE_TEXT and DIGIT.search(node) and node.parent:
            context = context_of(node.parent, clean(node))
            if PRICE_LABEL.search(context.before):
                yield node.parent


def _names_price(tag: Tag, name: str) -> bool:
    return bool(name and _is_found(PRICE_CLASS, name[:MAX_NAME])) or tag.get("itemprop") == "price"


@lru_cache(maxsize=8192)
def _is_found(pattern: re.Pattern[str], name: str) -> bool:
    """Say whether a name matches: most of a page's elements repeat the names of others, as do a shop's pages."""
    return pattern.search(name) is not None


def _holds_digits(tag: Tag) -> bool:
    """Say whether an element shows a number: a mark alone ("<i class='price-symbol'>k</i>") is part of a price."""
    return any(map(DIGIT.search, islice(tag.strings, MAX_PIECES)))


def _holds_own_digits(tag: Tag) -> bool:
    return any(isinstance(child, NavigableString) and DIGIT.search(child) for child in tag.children)
