"""Cuts a page down to what speaks of its own listing: no frame, no other listings, nothing buyers wrote."""

from __future__ import annotations

import copy
import re
from itertools import pairwise

import lxml.html
from bs4 import BeautifulSoup
from lxml.html import HtmlElement

from crawlers.extract.document import clean
from crawlers.extract.words import BUYERS_WORDS, HEADINGS_OF_BUYERS, HEADINGS_OF_OTHERS, OTHER_LISTINGS, PAGE_FRAME

_NEVER_SEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "select",
    "link",
    "footer",
)
_WHOLE = frozenset({"html", "body", "main", "head", "article"})
_HEADINGS = ("h2", "h3", "h4", "h5", "legend")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FRAME = OTHER_LISTINGS | PAGE_FRAME
_TRAIL = re.compile(r"breadcrumb|trail|duong-?dan", re.IGNORECASE)
_BUYER_TYPES = ("Review", "Comment", "UserReview", "Question", "Answer")
# A heading's section is cut with it only while it is a part of the page, not the page.
_MAX_SHARE = 0.7
# A list of more links than this is a menu; galleries and choices of size or colour stay below it.
_MENU_LINKS = 40


def own_region(tree: HtmlElement) -> BeautifulSoup:
    """Give the page without the regions that would be mistaken for its own listing, and without buyers' words."""
    region = copy.deepcopy(tree)
    _drop(region, *_NEVER_SEEN)
    whole = max(1, sum(1 for _ in region.iter()))
    named = [(e, _name_words(e)) for e in region.iter() if isinstance(e.tag, str) and e.tag not in _WHOLE]
    for element, words in named:
        from_buyers = not words.isdisjoint(BUYERS_WORDS) or _is_buyers(element)
        if from_buyers or not words.isdisjoint(_FRAME) or _is_menu(element):
            _drop_part(element, None if from_buyers else whole)
    for heading in list(region.iter(*_HEADINGS)):
        _drop_section(heading, whole)
    return BeautifulSoup(lxml.html.tostring(region, encoding="unicode"), "lxml")


def _drop(region: HtmlElement, *tags: str) -> None:
    for element in list(region.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _drop_part(element: HtmlElement, whole: int | None) -> bool:
    """Drop an element unless the page's title goes with it or, where `whole` is given, most of the page does."""
    if element.getparent() is None or element.tag == "h1" or element.find(".//h1") is not None:
        return False
    if whole is not None and sum(1 for _ in element.iter()) >= whole * _MAX_SHARE:
        return False
    element.drop_tree()
    return True


def _is_buyers(element: HtmlElement) -> bool:
    kind = (element.get("itemtype") or "").rpartition("/")[2]
    return kind in _BUYER_TYPES or element.get("itemprop") in {"review", "comment"}


def _is_menu(element: HtmlElement) -> bool:
    if element.tag == "ul":
        return len(element.findall(".//a")) > _MENU_LINKS
    return element.tag == "nav" and not _TRAIL.search(f"{element.get('class')} {element.get('aria-label')}")


def _name_words(element: HtmlElement) -> set[str]:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _words_of(name[:400]) if len(name) > 1 else set()


def _words_of(name: str) -> set[str]:
    """Give a class attribute's words, and each pair joined: "lien-quan", "crossSell", "product_reviews"."""
    single = [word.lower() for word in _WORD.findall(name)]
    return {*single, *(first + second for first, second in pairwise(single))}


def _heads_foreign(heading: HtmlElement) -> bool:
    text = clean(heading.text_content(), 80)
    return bool(HEADINGS_OF_OTHERS.match(text) or HEADINGS_OF_BUYERS.match(text))


def _drop_section(heading: HtmlElement, whole: int) -> None:
    """Drop a foreign heading's section; where it has no element of its own, what follows up to the next heading."""
    section = heading.getparent()
    if section is None or not _heads_foreign(heading):
        return
    if section.tag not in _WHOLE and _is_first(heading, section) and _drop_part(section, whole):
        return
    for follower in list(heading.itersiblings()):
        if follower.tag in {"h1", heading.tag} or follower.find(".//h1") is not None:
            break
        follower.drop_tree()
    heading.drop_tree()


def _is_first(heading: HtmlElement, section: HtmlElement) -> bool:
    """Say whether nothing but the heading's own wrapping stands before it in its section."""
    return next((child for child in section if isinstance(child.tag, str)), None) is heading
