"""Cuts a page down to what speaks of its own listing: no frame, no other listings, nothing buyers wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.element_text import visible_text
from crawlers.extract.region import Region, walked
from crawlers.extract.words import (
    BUYERS_WORDS,
    HEADINGS_OF_BUYERS,
    HEADINGS_OF_OTHERS,
    OTHER_LISTINGS,
    PAGE_FRAME,
    TRAIL,
)

_WHOLE = frozenset({"html", "body", "main", "head", "article"})
_MENUS = frozenset({"ul", "nav"})
_HEADINGS = ("h2", "h3", "h4", "h5", "legend")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FRAME = OTHER_LISTINGS | PAGE_FRAME
_BUYER_TYPES = frozenset({"Review", "Comment", "UserReview", "Question", "Answer"})
# A heading's section is cut with it only while it is a part of the page, not the page.
_MAX_SHARE = 0.7
# A list of more links than this is a menu; galleries and choices of size or colour stay below it.
_MENU_LINKS = 40
_MAX_HEADINGS = 400


def own_region(tree: Element) -> Region:
    """Take from the page the regions that would be mistaken for its own listing, and buyers' words; walk the rest.

    The tree is cut in place: copying it would cost as much as all the cutting.
    """
    lxml.etree.strip_elements(tree, "footer", "link", with_tail=False)
    elements = list(tree.iter(lxml.etree.Element))
    titled = {ancestor for heading in tree.iter("h1") for ancestor in heading.iterancestors()}
    skip = 0
    attributes = {element: dict(element.items()) for element in elements}
    for place, (element, given) in enumerate(attributes.items()):
        kind = _kind(element, given) if place >= skip else None
        if kind and element not in titled and element.tag not in _WHOLE and element.tag != "h1":
            skip = place + _dropped(element, kind, len(elements))
    for heading in list(tree.iter(*_HEADINGS))[:_MAX_HEADINGS]:
        if heading.getparent() is not None and _heads_foreign(heading):
            _drop_section(heading, len(elements), titled)
    return walked(tree, attributes)


def _dropped(element: Element, kind: str, whole: int) -> int:
    """Drop an element that is not the listing's; give how many elements went with it."""
    size = _size(element)
    if kind == "frame" and size >= whole * _MAX_SHARE:
        return 0
    drop(element)
    return size


def _kind(element: Element, given: Mapping[str, str]) -> str | None:
    """Say whether an element holds buyers' words or the page's frame."""
    foreign = None
    if given:
        foreign = _named(f"{given.get('class', '')} {given.get('id', '')}")
        if foreign != "buyers" and _is_buyers(given):
            foreign = "buyers"
    return foreign or ("frame" if element.tag in _MENUS and _is_menu(element) else None)


@lru_cache(maxsize=4096)
def _named(name: str) -> str | None:
    words = _words_of(name[:400])
    if not words.isdisjoint(BUYERS_WORDS):
        return "buyers"
    return None if words.isdisjoint(_FRAME) else "frame"


def drop(element: Element) -> None:
    """Take an element out of its tree and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _size(element: Element) -> int:
    return sum(1 for _ in element.iter(lxml.etree.Element))


def _is_buyers(given: Mapping[str, str]) -> bool:
    kind = given.get("itemtype", "").rpartition("/")[2]
    return kind in _BUYER_TYPES or given.get("itemprop") in {"review", "comment"}


def _is_menu(element: Element) -> bool:
    if element.tag == "ul":
        return sum(1 for _ in element.iter("a")) > _MENU_LINKS
    return element.tag == "nav" and not TRAIL.search(f"{element.get('class')} {element.get('aria-label')}")


def _words_of(name: str) -> set[str]:
    """Give a class attribute's words, and each pair joined: "lien-quan", "crossSell", "product_reviews"."""
    single = [word.lower() for word in _WORD.findall(name)]
    return {*single, *(first + second for first, second in pairwise(single))}


def _heads_foreign(heading: Element) -> bool:
    text = visible_text(heading, 80)
    return bool(HEADINGS_OF_OTHERS.match(text) or HEADINGS_OF_BUYERS.match(text))


def _drop_section(heading: Element, whole: int, titled: set[Element]) -> None:
    """Drop a foreign heading's section; where it has no element of its own, what follows up to the next heading."""
    section = heading.getparent()
    leads = section.tag not in _WHOLE and section not in titled and next(iter(section), None) is heading
    if leads and _size(section) < whole * _MAX_SHARE:
        drop(section)
        return
    for follower in list(heading.itersiblings()):
        if follower.tag in {"h1", heading.tag} or follower in titled:
            break
        drop(follower)
    drop(heading)
