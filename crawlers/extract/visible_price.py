"""The price a visitor would pay: shown after the title, not struck out, not on another listing's card, not a fee.

Every short text with an amount in it gets a role from what stands beside it (`price_words`). Among today's prices:

1. those in elements that call themselves a price go before other texts with a currency mark;
2. those after the title before those above it;
3. an amount that the page's own data names, too, before the rest;
4. the one beside a former price, else the first: of a pair with and without tax the one the shop puts first;
5. where everything seems former ("Regular price" on goods that are not on sale), the first that is not struck out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import Literal

from bs4.element import NavigableString, Tag

from crawlers.extract.cards import is_on_a_card
from crawlers.extract.document import clean
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.price_context import OLD_TAGS, Context, context_of, is_struck
from crawlers.extract.price_words import (
    BESIDE_AFTER,
    BESIDE_BEFORE,
    INSTALMENT_BEFORE,
    OLD_BEFORE,
    PRICE_LABEL,
)
from crawlers.extract.schema_org import Place
from crawlers.extract.shown_price import ShownPrice
from crawlers.extract.soup import Soup
from crawlers.extract.words import OLD_PRICE_CLASS, PRICE_CLASS
from listings.money import read_money_range
from listings.page import Money

MAX_PRICE_TEXT = 120
# Prices looked at on one page; a shop's index shows some hundred.
MAX_PLACES = 400
_DIGIT = re.compile(r"\d")
_BESIDE_REACH = 4
_SPLIT_NUMBER = re.compile(r"(\d) ?([.,]) ?,?(?=\d)")
_CENTS = re.compile(r"\d{2}")
_WORDY = re.compile(r"[^\W\d_]{4}")
# South Africa's mark is a bare letter; elsewhere "R17" is a tyre.
_RAND = re.compile(r"(?<![^\W_])R\s?(?=\d)")
MAX_NODES = 5000
_PAIR = 2
# A reduction by more than seven tenths is another thing's price.
_LEAST_SHARE = Decimal("0.3")
Role = Literal["now", "old", "struck", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    tag: Tag
    low: Money
    high: Money
    role: Role
    after_title: bool


def shown_price(soup: Soup, title: Tag | None, place: Place, known: Collection[Decimal] = ()) -> ShownPrice:
    """Find the price; `known` are amounts that the page's own data give for this listing."""
    start = soup.place_of(title) if title is not None else -1
    seen: list[_Shown] = []
    for places in (chain(_named_prices(soup), _struck(soup)), _marked_texts(soup, place), _labelled_texts(soup)):
        seen += _read(places, soup, start, place)
        current = [shown for shown in seen if shown.role == "now"]
        if any(shown.after_title for shown in current):
            break
    former = [shown for shown in seen if shown.role in {"old", "struck"}]
    old = tuple(shown.low for shown in former)
    best = _chosen(seen, former, known)
    if best is None:
        return ShownPrice(old=old)
    return ShownPrice(now=best.low, highest=best.high if best.high.amount > best.low.amount else None, old=old)


def _chosen(seen: Sequence[_Shown], former: Sequence[_Shown], known: Collection[Decimal]) -> _Shown | None:
    for role in ("now", "old"):
        alike = [shown for shown in seen if shown.role == role]
        near = [shown for shown in alike if shown.after_title] or alike
        if near:
            named = [shown for shown in near if shown.low.amount in known]
            before = [shown for shown in former if shown.after_title] if role == "now" else []
            beside = _beside(before[0].tag, near) if before else None
            return (named or [beside or _reduced(near)])[0]
    return None


def _reduced(near: Sequence[_Shown]) -> _Shown:
    """Give the first price, or the lower one that stands bare beside it: shops write the former price first.

    Three or more are steps or variants, and words make either another thing ("Members £3").
    """
    first = near[0]
    beside = [shown for shown in near if shown.tag.parent is first.tag.parent and shown.tag.name == first.tag.name]
    bare = not any(_WORDY.search(clean(shown.tag.get_text(" "), MAX_PRICE_TEXT)) for shown in beside)
    if len(beside) != _PAIR or not bare or first.tag.name in {"td", "li", "option"}:
        return first
    second = beside[1]
    return second if first.low.amount * _LEAST_SHARE <= second.low.amount < first.low.amount else first


def _beside(old: Tag, current: Sequence[_Shown]) -> _Shown | None:
    for box in islice(old.parents, _BESIDE_REACH):
        inside = next((shown for shown in current if any(parent is box for parent in shown.tag.parents)), None)
        if inside:
            return inside
    return None


def _read(places: Iterator[Tag], soup: Soup, start: int, place: Place) -> Iterator[_Shown]:
    done: set[int] = set()
    for tag in islice(places, MAX_PLACES):
        if id(tag) in done:
            continue
        done.add(id(tag))
        text = _text(tag, place)
        money = _money(text, place)
        if money and not is_on_a_card(tag, place.base):
            role = _role(tag, text, soup)
            yield _Shown(tag=tag, low=money[0], high=money[1], role=role, after_title=soup.place_of(tag) >= start)


def _named_prices(soup: Soup) -> Iterator[Tag]:
    """Yield the innermost elements that call themselves a price, in the order of the page."""
    naming = [tag for tag, name in zip(soup.tags, soup.names, strict=True) if _names_price(tag, name)]
    holders = {id(parent) for tag in naming for parent in tag.parents}
    return (tag for tag in naming if id(tag) not in holders or _holds_own_digits(tag))


def _struck(soup: Soup) -> Iterator[Tag]:
    """Yield what is struck out, however it is named: a former price tells which of the others is today's."""
    return (tag for tag in soup.tags if tag.name in OLD_TAGS)


def _names_price(tag: Tag, name: str) -> bool:
    return bool(name and PRICE_CLASS.search(name)) or tag.get("itemprop") == "price"


def _holds_own_digits(tag: Tag) -> bool:
    return any(isinstance(child, NavigableString) and _DIGIT.search(child) for child in tag.children)


def _marked_texts(soup: Soup, place: Place) -> Iterator[Tag]:
    rand = _RAND if place.country_hint == "ZA" else None
    for node in soup.soup.descendants:
        if type(node) is not NavigableString or not (MONEY_MARK.search(node[:1000]) or (rand and rand.search(node))):
            continue
        holder = node.parent
        # In "199.000 <sup>đ</sup>" the number stands one element up.
        if holder is not None and not _DIGIT.search(node):
            holder = holder.parent
        if holder is not None:
            yield holder


def _labelled_texts(soup: Soup) -> Iterator[Tag]:
    """Yield short texts with a bare number behind a word for price: "Giá bán: 249.000"."""
    for node in islice(soup.soup.descendants, MAX_NODES):
        if type(node) is NavigableString and len(node) <= MAX_PRICE_TEXT and _DIGIT.search(node) and node.parent:
            context = context_of(node.parent, clean(node))
            if PRICE_LABEL.search(context.before):
                yield node.parent


def _text(tag: Tag, place: Place) -> str:
    pieces = (_piece(text) for text in tag.strings if not is_struck(text, tag))
    text = clean(" ".join(islice(pieces, 40)), MAX_PRICE_TEXT + 1) or str(tag.get("content") or "")
    return (
        _RAND.sub("ZAR ", _SPLIT_NUMBER.sub(r"\1\2", text))
        if place.country_hint == "ZA"
        else _SPLIT_NUMBER.sub(r"\1\2", text)
    )


def _piece(text: NavigableString) -> str:
    """Give a piece of a price; raised digits are its cents: 24<sup>99</sup>."""
    holder = text.parent
    raised = holder is not None and holder.name == "sup" and _CENTS.fullmatch(text.strip())
    return f",{text.strip()}" if raised else str(text)


def _money(text: str, place: Place) -> tuple[Money, Money] | None:
    if len(text) > MAX_PRICE_TEXT or not _DIGIT.search(text):
        return None
    read = read_money_range(text, currency_hint=place.currency_hint, country_hint=place.country_hint)
    return read if read and read[0].amount > 0 else None


def _role(tag: Tag, text: str, soup: Soup) -> Role:
    if is_struck(tag, None):
        return "struck"
    context = context_of(tag, text)
    if _is_beside(context):
        return "other"
    return "old" if OLD_BEFORE.search(context.before) or _is_named_old(tag, soup) else "now"


def _is_beside(context: Context) -> bool:
    before = context.before
    return bool(INSTALMENT_BEFORE.search(before) or BESIDE_AFTER.match(context.after) or BESIDE_BEFORE.search(before))


def _is_named_old(tag: Tag, soup: Soup) -> bool:
    if OLD_PRICE_CLASS.search(soup.name_of(tag)):
        return True
    holder = soup.name_of(tag.parent) if tag.parent is not None else ""
    return bool(PRICE_CLASS.search(holder) and OLD_PRICE_CLASS.search(holder))
