"""The price a visitor would pay: shown after the title, not struck out, not on another listing's card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4.element import NavigableString, Tag

from crawlers.extract.document import clean, resolve_url
from crawlers.extract.links import leads_to_listing
from crawlers.extract.region import Region
from crawlers.extract.schema_org import Place
from crawlers.extract.words import OLD_PRICE_CLASS, PRICE_CLASS
from listings.money import read_money_range
from listings.page import Money

MAX_PRICE_TEXT = 120
# Prices looked at on one page; a shop's index shows some hundred.
MAX_PLACES = 400
_OLD_TAGS = frozenset({"del", "s", "strike"})
_DIGIT = re.compile(r"\d")
_CARD_REACH = 5
_OLD_REACH = 3
_BESIDE_REACH = 4
_SPLIT_NUMBER = re.compile(r"(?<=\d) (?=[.,]\s?\d)|(?<=\d[.,]) (?=\d)")
_MONEY_MARK = re.compile(
    r"[₫€£$¥₹₩₽₴₸₺₪฿₱]|(?<![^\W\d_])(?:vnđ|vnd|đồng|eur|usd|gbp|zł|kč|lei|kr|rs|rp|rm|chf)(?!\w)|\d\s?(?:đ|k|tr|triệu)\d{0,3}(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrice:
    """Price now, the highest of a range, and every price shown as a former one."""

    now: Money | None = None
    highest: Money | None = None
    old: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    tag: Tag
    low: Money
    high: Money
    old: bool
    after_title: bool


def shown_price(region: Region, title: Tag | None, place: Place) -> ShownPrice:
    """Find the price: elements named so first, then short texts with a currency mark; after the title if there is one.

    Where a former price is shown, today's is the one beside it.
    """
    start = region.place_of(title) if title is not None else -1
    seen: list[_Shown] = []
    for places in (_named_prices(region), _marked_texts(region)):
        seen += _read(places, region, start, place)
        current = [shown for shown in seen if not shown.old]
        if current:
            return _chosen(current, [shown for shown in seen if shown.old])
    return ShownPrice(old=tuple(shown.low for shown in seen))


def _chosen(current: Sequence[_Shown], old: Sequence[_Shown]) -> ShownPrice:
    near = [shown for shown in current if shown.after_title] or current
    former = [shown for shown in old if shown.after_title]
    beside = _beside(former[0].tag, near) if former else None
    best = beside or near[0]
    highest = best.high if best.high.amount > best.low.amount else None
    return ShownPrice(now=best.low, highest=highest, old=tuple(shown.low for shown in old))


def _beside(old: Tag, current: Sequence[_Shown]) -> _Shown | None:
    for box in list(old.parents)[:_BESIDE_REACH]:
        inside = next((shown for shown in current if any(parent is box for parent in shown.tag.parents)), None)
        if inside:
            return inside
    return None


def _read(places: Iterator[Tag], region: Region, start: int, place: Place) -> Iterator[_Shown]:
    for _, tag in zip(range(MAX_PLACES), places, strict=False):
        money = _money(tag, place)
        if money and not _on_a_card(tag, place.base):
            yield _Shown(
                tag=tag,
                low=money[0],
                high=money[1],
                old=_is_old(tag, region),
                after_title=region.place_of(tag) >= start,
            )


def _named_prices(region: Region) -> Iterator[Tag]:
    """Yield the innermost elements that call themselves a price, in the order of the page."""
    naming = [tag for tag, name in zip(region.tags, region.names, strict=True) if _names_price(tag, name)]
    holders = {id(parent) for tag in naming for parent in tag.parents}
    return (tag for tag in naming if id(tag) not in holders or _holds_own_digits(tag))


def _names_price(tag: Tag, name: str) -> bool:
    return bool(name and PRICE_CLASS.search(name)) or tag.get("itemprop") == "price"


def _holds_own_digits(tag: Tag) -> bool:
    return any(isinstance(child, NavigableString) and _DIGIT.search(child) for child in tag.children)


def _marked_texts(region: Region) -> Iterator[Tag]:
    for node in region.soup.descendants:
        if type(node) is not NavigableString or not _MONEY_MARK.search(node[:1000]):
            continue
        holder = node.parent
        # In "199.000 <sup>đ</sup>" the number stands one element up.
        if holder is not None and not _DIGIT.search(node):
            holder = holder.parent
        if holder is not None:
            yield holder


def _money(tag: Tag, place: Place) -> tuple[Money, Money] | None:
    struck = any(inner.name in _OLD_TAGS for inner in tag.descendants if isinstance(inner, Tag))
    text = _without_struck(tag) if struck else clean(tag.get_text(" "), MAX_PRICE_TEXT + 1)
    if not text and tag.get("content"):
        text = str(tag["content"])
    if len(text) > MAX_PRICE_TEXT or not _DIGIT.search(text):
        return None
    joined = _SPLIT_NUMBER.sub("", text)
    read = read_money_range(joined, currency_hint=place.currency_hint, country_hint=place.country_hint)
    return read if read and read[0].amount > 0 else None


def _without_struck(tag: Tag) -> str:
    pieces = (text for text in tag.strings if not any(parent.name in _OLD_TAGS for parent in text.parents))
    return clean(" ".join(pieces), MAX_PRICE_TEXT + 1)


def _is_old(tag: Tag, region: Region) -> bool:
    near = [tag, *list(tag.parents)[:_OLD_REACH]]
    if any(part.name in _OLD_TAGS for part in near) or OLD_PRICE_CLASS.search(region.name_of(tag)):
        return True
    holder = region.name_of(near[1]) if len(near) > 1 else ""
    return bool(PRICE_CLASS.search(holder) and OLD_PRICE_CLASS.search(holder))


def _on_a_card(tag: Tag, own: str) -> bool:
    """Say whether the price stands in another listing's box: one of several alike, or alone with picture and link."""
    for box in list(tag.parents)[:_CARD_REACH]:
        if box.name in {"body", "main", "html"} or box.find("h1") is not None:
            return False
        if _shows_another(box, own):
            return True
        if box.name == "a" or box.find("a", href=True) is not None:
            likes = (box.find_next_sibling(box.name), box.find_previous_sibling(box.name))
            if any(
                isinstance(like, Tag) and like.get("class") == box.get("class") and _is_card(like) for like in likes
            ):
                return True
    return False


def _shows_another(box: Tag, own: str) -> bool:
    """Say whether a box holds a picture and a link to the page of another listing."""
    if box.find("img") is None:
        return False
    links = [box] if box.name == "a" else box.find_all("a", href=True, limit=5)
    found = (resolve_url(str(link.get("href") or ""), own) for link in links)
    return any(address and address != own and leads_to_listing(address) for address in found)


def _is_card(box: Tag) -> bool:
    """Say whether a box holds a link and a price."""
    has_link = box.name == "a" or box.find("a", href=True) is not None
    return has_link and bool(_MONEY_MARK.search(box.get_text(" ")[:2000]))
