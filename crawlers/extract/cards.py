"""Tells another listing's card from the listing itself."""

from __future__ import annotations

import re
from itertools import islice

from bs4.element import Tag

from crawlers.extract.document import resolve_url
from crawlers.extract.links import leads_to_listing
from crawlers.extract.money_mark import MONEY_MARK

_REACH = 5
# Amounts with a mark of bare letters, which elsewhere are no mark.
_LETTERED = re.compile(r"(?<![^\W_])[A-Z]{1,3}\.?\s?\d[\d.,]*[.,]\d{2}(?!\d)")
# Title, price, labels and a line or two of a card; a listing's own part says more.
MAX_CARD_TEXT, MAX_CARD_PIECES = 500, 200


def is_on_a_card(tag: Tag, own: str) -> bool:
    """Say whether the price stands in another listing's box: one of several alike, or alone with picture and link."""
    for box in islice(tag.parents, _REACH):
        if box.name in {"body", "main", "html", "[document]"} or _is_long(box) or box.find("h1") is not None:
            return False
        links = _links(box)
        if links and (_shows_another(box, links, own) or _has_likes(box)):
            return True
    return False


def _is_long(box: Tag) -> bool:
    """Say whether a box says more than a card does."""
    texts = [len(text.strip()) for text in islice(box.strings, MAX_CARD_PIECES)]
    return len(texts) == MAX_CARD_PIECES or sum(texts) > MAX_CARD_TEXT


def _links(box: Tag) -> list[Tag]:
    return [box] if box.name == "a" else box.find_all("a", href=True, limit=5)


def _shows_another(box: Tag, links: list[Tag], own: str) -> bool:
    """Say whether a box holds a picture and a link to the page of another listing."""
    if box.find("img") is None:
        return False
    found = (resolve_url(str(link.get("href") or ""), own) for link in links)
    return any(address and address != own and leads_to_listing(address) for address in found)


def _has_likes(box: Tag) -> bool:
    likes = (box.find_next_sibling(box.name), box.find_previous_sibling(box.name))
    return any(isinstance(like, Tag) and like.get("class") == box.get("class") and _is_card(like) for like in likes)


def _is_card(box: Tag) -> bool:
    """Say whether a box holds a link and a price."""
    text = box.get_text(" ")[:2000]
    return bool(_links(box)) and bool(MONEY_MARK.search(text) or _LETTERED.search(text))
