"""Tells another listing's card from the listing itself."""

from __future__ import annotations

import re
from itertools import islice

from bs4.element import NavigableString, Tag

from crawlers.extract.document import resolve_url
from crawlers.extract.links import leads_to_listing
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.picture_address import PICTURE_FILE
from crawlers.extract.soup import Soup
from listings.urls import same_site

_REACH = 5
# Amounts with a mark of bare letters, which elsewhere are no mark.
_LETTERED = re.compile(r"(?<![^\W_])[A-Z]{1,3}\.?\s?\d[\d.,]*[.,]\d{2}(?!\d)")
# Title, price, labels and a line or two of a card; a listing's own part says more.
MAX_CARD_TEXT, MAX_CARD_PIECES, MAX_CARD_NODES = 500, 200, 1000
MAX_LINKS = 20
# What parts the links of a trail or of a menu that is one line: "Home > Kettles > Tea".
_JOINTS = frozenset({">", ">>", "»", "›", "→", "/", "|", "::"})
# Nodes between a box and the next one like it.
_BESIDE = 10
_WHOLE = frozenset({"body", "main", "html", "[document]"})


def is_on_a_card(tag: Tag, own: str, soup: Soup) -> bool:
    """Say whether the price stands in another listing's box: one of several alike, or alone with picture and link."""
    for box in islice(tag.parents, _REACH):
        if box.name in _WHOLE or not _is_short(box, soup):
            return False
        links = _links(box, own, soup)
        if links and box.name == "a" and soup.inside(box).pictures and _page(box, own) != own:
            return True
        led = [(link, address) for link in links if not _is_in_a_row(link) and (address := _listing(link, own))]
        if len({address for _, address in led}) > 1:
            # A list of cards: what stands before the first of them is none of theirs.
            return soup.place_of(led[0][0]) < soup.place_of(tag)
        if links and ((led and soup.inside(box).pictures) or _has_likes(box, own, soup)):
            return True
    return False


def _is_short(box: Tag, soup: Soup) -> bool:
    """Say whether a box says and holds no more than a card does, and no page's title."""
    inside = soup.inside(box)
    short = inside.letters <= MAX_CARD_TEXT and inside.texts < MAX_CARD_PIECES and inside.nodes < MAX_CARD_NODES
    return short and not inside.titles


def _links(box: Tag, own: str, soup: Soup) -> list[Tag]:
    """Give a box's links to pages; one that only shows a picture larger leads to none."""
    links = [box] if box.name == "a" else soup.links_in(box, MAX_LINKS)
    return [link for link in links if _page(link, own)]


def _page(link: Tag, own: str) -> str | None:
    """Give the address of the page a link leads to.

    A picture's own file is none, though it may lie in a folder called like one: "/media/product/jug.jpg".
    """
    href = str(link.get("href") or "")
    return None if PICTURE_FILE.search(href.partition("?")[0]) else resolve_url(href, own)


def _listing(link: Tag, own: str) -> str | None:
    """Give the address of another listing; a number on another site is a chat: "wa.me/2340000000"."""
    address = _page(link, own)
    if address is None or address == own or not leads_to_listing(address):
        return None
    return address if same_site(address, own) else None


def _is_in_a_row(link: Tag) -> bool:
    """Say whether a link is one of a trail or menu in plain text, which no card's is."""
    beside = (link.previous_sibling, link.next_sibling)
    return any(isinstance(text, NavigableString) and text.strip() in _JOINTS for text in beside)


def _has_likes(box: Tag, own: str, soup: Soup) -> bool:
    dress = _dress(box)
    beside = (islice(box.next_siblings, _BESIDE), islice(box.previous_siblings, _BESIDE))
    likes = (
        next((part for part in parts if isinstance(part, Tag) and part.name == box.name), None) for parts in beside
    )
    return any(like is not None and _dress(like) == dress and _is_card(like, own, soup) for like in likes)


def _dress(box: Tag) -> tuple[object, ...]:
    """Give what boxes alike share; columns that a table lays the page out in differ in width alone."""
    return box.get("class"), box.get("width")


def _is_card(box: Tag, own: str, soup: Soup) -> bool:
    """Say whether a box holds a link and a price."""
    if not _links(box, own, soup) or soup.inside(box).nodes >= MAX_CARD_NODES:
        return False
    text = " ".join(islice(box.strings, MAX_CARD_PIECES))[:2000]
    return bool(MONEY_MARK.search(text) or _LETTERED.search(text))
