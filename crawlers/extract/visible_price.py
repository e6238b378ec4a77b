"""The price a visitor would pay: shown after the title, not struck out, not on another listing's card, not a fee.

Every short text with an amount in it gets a role from what stands beside it (`price_words`) and from what the amounts
say of each other (`price_sums`). Of a pair with and without tax the one with counts where words tell them apart, unless
the other comes first behind a label of its own, dressed the same. Among today's prices:

1. those in elements that call themselves a price go before other texts with a currency mark;
2. those after the title before those above it, those displayed before those hidden, and each before three or more of
   one look, which are a list of others, and before those that a sentence tells, which above the title are none;
3. an amount that the page's own data names, too, before the rest, then one announced as today's, reduced price;
4. the one in the largest letters, where the page's own style says so;
5. the one beside a former price, else the first;
6. where there is none, one that is not struck out though its name makes it a former one ("Regular price" on goods that
   are not on sale), then a price by weight or for members.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import chain, islice

from bs4.element import Tag

from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.price_context import is_struck, is_told
from crawlers.extract.price_places import labelled_texts, marked_texts, named_prices, struck_prices
from crawlers.extract.price_seen import TODAY, Shown, read_shown, reckoned
from crawlers.extract.price_sums import LEAST_SHARE
from crawlers.extract.price_text import MAX_PRICE_TEXT, amounts_in, price_text
from crawlers.extract.schema_org import Place
from crawlers.extract.shown_price import ShownPrice
from crawlers.extract.soup import Soup
from crawlers.extract.style_sheet import size_of
from crawlers.extract.words import PRICE_CLASS
from listings.page import Money

_BESIDE_REACH = 4
_NAMED_REACH = 3
_WORDY = re.compile(r"[^\W\d_]{4}")
_PAIR, _LIST = 2, 3
# Letters that are a fifth larger, or bold, are meant to be seen first.
_LARGER = 1.19
_IN_ORDER = (TODAY, frozenset({"old"}), frozenset({"aside"}))


def shown_price(soup: Soup, title: Tag | None, place: Place, known: Collection[Decimal] = ()) -> ShownPrice:
    """Find the price; `known` are amounts that the page's own data give for this listing."""
    start = soup.place_of(title) if title is not None else -1
    seen: list[Shown] = []
    for places in (chain(named_prices(soup), struck_prices(soup)), marked_texts(soup, place), labelled_texts(soup)):
        seen += read_shown(places, soup, start, place)
        listed = _listed(seen)
        if any(shown.role in TODAY and shown.after_title and not shown.hidden for shown in seen if shown not in listed):
            break
    seen = reckoned(seen)
    former = [shown for shown in seen if shown.role in {"old", "struck"}]
    old = tuple(shown.low for shown in former)
    best = _chosen(seen, former, known, soup)
    if best is None:
        return ShownPrice(old=old)
    currency = best.low.currency if best.marked else _currency_beside(best, place) or best.low.currency
    return ShownPrice(
        now=Money(best.low.amount, currency),
        highest=best.high if best.high.amount > best.low.amount else None,
        old=old,
        rivals=frozenset(shown.low.amount for shown in seen if shown.role == "now"),
        sure=best.role == "now" and best.after_title and title is not None,
        told=_is_told(best, soup),
        place=soup.place_of(best.tag),
    )


def _is_told(shown: Shown, soup: Soup) -> bool:
    """Say whether only a sentence names an amount."""
    return is_told(shown.tag, shown.words) and not _is_named(shown.tag, soup)


def _is_named(tag: Tag, soup: Soup) -> bool:
    return any(PRICE_CLASS.search(soup.name_of(part)) for part in (tag, *islice(tag.parents, _NAMED_REACH)))


def _chosen(seen: Sequence[Shown], former: Sequence[Shown], known: Collection[Decimal], soup: Soup) -> Shown | None:
    for roles in _IN_ORDER:
        alike = [shown for shown in seen if shown.role in roles]
        near = [shown for shown in alike if shown.after_title] or alike
        near = [shown for shown in near if not shown.hidden] or near
        listed = _listed(near)
        near = [shown for shown in near if shown not in listed] or near
        near = [shown for shown in near if not _is_told(shown, soup)] or [shown for shown in near if shown.after_title]
        if near:
            named = [shown for shown in near if shown.low.amount in known]
            named = named or [shown for shown in near if shown.announced] or near
            before = [shown for shown in former if shown.after_title] if roles is TODAY else []
            beside = _beside(before[0].tag, named) if before else None
            return _largest(named) or beside or (named[0] if named is not near else _reduced(near))
    return None


def _listed(seen: Sequence[Shown]) -> list[Shown]:
    """Give the prices of one look that are three or more: a list of other listings, or of quantities."""
    groups: dict[str, list[Shown]] = {}
    for shown in seen:
        holder = shown.tag.parent
        look = f"{shown.tag.get('class') or ''} {(holder.get('class') or '') if holder is not None else ''}"
        if look.strip():
            groups.setdefault(f"{shown.tag.name} {look}", []).append(shown)
    many = (group for group in groups.values() if _is_list(group))
    return [shown for group in many for shown in group]


def _is_list(group: Sequence[Shown]) -> bool:
    """Say whether prices are three or more; those in one element are its former price, today's and an instalment."""
    return min(len({shown.low.amount for shown in group}), len({id(shown.tag) for shown in group})) >= _LIST


def _currency_beside(shown: Shown, place: Place) -> str | None:
    """Give the currency whose mark stands beside the amount, in an element of its own."""
    for parent in islice(shown.tag.parents, 2):
        text = price_text(parent, place)
        if MONEY_MARK.search(text):
            same = (low for low, *_ in amounts_in(text, place) if low.amount == shown.low.amount)
            return next((money.currency for money in same), None)
    return None


def _largest(near: Sequence[Shown]) -> Shown | None:
    """Give the amount that the page's own style makes the largest, if one stands out."""
    sizes = [size_of(_innermost(shown.tag)) for shown in near]
    top = max(sizes)
    rivals = [size for size, shown in zip(sizes, near, strict=True) if size * _LARGER > top]
    return near[sizes.index(top)] if len(rivals) == 1 < len(near) else None


def _innermost(tag: Tag) -> Tag:
    """Give the element that holds the amount's first digits."""
    first = next((node for node in tag.strings if any(map(str.isdecimal, node)) and not is_struck(node, tag)), None)
    return first.parent if first is not None and first.parent is not None else tag


def _reduced(near: Sequence[Shown]) -> Shown:
    """Give the first price, or the lower one that stands bare beside it: shops write the former price first.

    Three or more are steps or variants, and words make either another thing ("Members £3").
    """
    first = near[0]
    beside = [shown for shown in near if shown.tag.parent is first.tag.parent and shown.tag.name == first.tag.name]
    bare = not any(
        shown.role == "net" or _WORDY.search(clean(shown.tag.get_text(" "), MAX_PRICE_TEXT)) for shown in beside
    )
    if len(beside) != _PAIR or not bare or first.tag.name in {"td", "li", "option"}:
        return first
    second = beside[1]
    return second if first.low.amount * LEAST_SHARE <= second.low.amount < first.low.amount else first


def _beside(old: Tag, current: Sequence[Shown]) -> Shown | None:
    for box in islice(old.parents, _BESIDE_REACH):
        inside = next((shown for shown in current if any(parent is box for parent in shown.tag.parents)), None)
        if inside:
            return inside
    return None
