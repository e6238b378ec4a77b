"""Finds the element that shows the listing's title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from bs4.element import NavigableString, Tag

from crawlers.extract.element_text import clean
from crawlers.extract.identity import is_front
from crawlers.extract.resolve_title import agreement, parts_of, plain
from crawlers.extract.soup import Soup
from crawlers.extract.words import TRAIL

_HEADINGS = ("h1", "h2", "h3")
_TITLED = re.compile(r"title|name|heading|ten-?sp|tieu-?de")
_LONGEST = 300
_NEVER = frozenset({"title", "a", "li", "head", "html", "body"})
MAX_CANDIDATES = 4000
_SHORTEST_BEGINNING = 8
_LEAST_SHARE = 0.4
# Below this a heading and a title have no more in common than "online shop".
_SHARED = 0.75
MAX_FOUND = 20
LABEL_ENDS = (":", "：")
_LONGEST_LABEL = 40
# A label of these words alone announces a name.
_NAMING = re.compile(
    r"(?:tên|sản phẩm|mặt hàng|product|name|title|item|article|designation|nom|du|produit|nombre|del|producto|nome|"
    r"prodotto|produto|do|bezeichnung|artikel|naam|van|nazwa|produktu|název|naziv|название|наименование|товара|назва|"
    r"товару|ürün|adı|nama|produk|品名|商品名|名称|상품명|اسم|المنتج|\W)+",
    re.IGNORECASE,
)


def title_tag(soup: Soup, titles: Sequence[str], site: str) -> Tag | None:
    """Give the element that shows what the page calls itself.

    1. The first-level heading that shares most with what the page calls itself (`titles`), the shop's name aside;
    2. else the first element whose whole text is a part of what the page calls itself: many shops show their own name
       in the heading and the listing's in a plain element; 3. else the longest text that stands at the beginning of it,
       before what is only there for search engines; 4. else, where it does not call itself anything, a lone heading.
    """
    headings = [
        tag for tag in soup.tags if tag.name == "h1" and clean(tag.get_text(" "), _LONGEST) and not _leads_home(tag)
    ]
    known = [part for title in titles for part in (title, *parts_of(title, site)) if part]
    shared = [(_share(tag, known, site), tag) for tag in headings]
    best = max(shared, key=lambda pair: pair[0], default=(0.0, None))
    if best[1] is not None and best[0] >= _SHARED:
        return best[1]
    named = _named_alike(soup, {plain(part) for part in known}, site) or _beginning(soup, known, site)
    return named or (best[1] if best[0] > 0 else None) or (headings[0] if len(headings) == 1 and not titles else None)


def is_labelled(tag: Tag) -> bool:
    """Say whether a text is what a label before it announces, and that is no name: "Part number: <b>A-22</b>"."""
    before = tag.previous_element
    label = clean(before[-_LONGEST:]).rpartition(". ")[2] if isinstance(before, NavigableString) else ""
    if not label.endswith(LABEL_ENDS) or len(label) > _LONGEST_LABEL:
        return False
    return _NAMING.fullmatch(label) is None


def _share(tag: Tag, known: Sequence[str], site: str) -> float:
    text = clean(tag.get_text(" "), _LONGEST)
    if not parts_of(text, site):
        return 0
    return max((agreement(text, title) + agreement(title, text) for title in known), default=0)


def _named_alike(soup: Soup, known: set[str], site: str) -> Tag | None:
    """Give the likeliest element with a title's text, outside the trail: a heading, one named so, else the fullest."""
    wanted = {part for part in known if part}
    found: list[tuple[tuple[int, int], Tag]] = []
    for tag, name in islice(zip(soup.tags, soup.names, strict=True), MAX_CANDIDATES):
        if tag.name in _NEVER or not holds_text(tag) or len(found) >= MAX_FOUND:
            continue
        text = clean(tag.get_text(" "), _LONGEST)
        if plain(text) in wanted and parts_of(text, site) and not (_in_trail(tag, soup) or is_labelled(tag)):
            rank = 0 if tag.name in _HEADINGS else 1 if _TITLED.search(name) else 2
            found.append(((rank, -len(plain(text))), tag))
    return min(found, key=lambda pair: pair[0], default=((0, 0), None))[1]


def _beginning(soup: Soup, known: Sequence[str], site: str) -> Tag | None:
    """Give the longest text with which a title of the page begins: "Kettle K3" of "Kettle K3 online at best price"."""
    whole = [(plain(part), len(part.split())) for part in known]
    best: tuple[int, Tag | None] = (0, None)
    for tag in islice(soup.tags, MAX_CANDIDATES):
        if tag.name in _NEVER or not holds_text(tag):
            continue
        text = clean(tag.get_text(" "), _LONGEST)
        begun = plain(text)
        words = len(text.split())
        if len(begun) <= best[0] or len(begun) < _SHORTEST_BEGINNING or not parts_of(text, site):
            continue
        if any(part.startswith(begun) and words >= count * _LEAST_SHARE for part, count in whole):
            best = best if _in_trail(tag, soup) or is_labelled(tag) else (len(begun), tag)
    return best[1]


def _leads_home(tag: Tag) -> bool:
    """Say whether a heading is the way to the front page: then it is the shop's."""
    around = (*tag.find_all("a", href=True, limit=3), *islice(tag.parents, 2))
    return any(is_front(str(link.get("href") or "")) for link in around if link.name == "a")


def _in_trail(tag: Tag, soup: Soup) -> bool:
    return any(TRAIL.search(soup.name_of(part)) or part.name == "nav" for part in (tag, *islice(tag.parents, 3)))


def holds_text(tag: Tag) -> bool:
    """Say whether an element holds text of its own, not only in elements of its own."""
    return any(type(child) is NavigableString and not child.isspace() for child in tag.children)
