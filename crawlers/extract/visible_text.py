"""Headings, the description and the trail of categories a visitor reads."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4.element import NavigableString, Tag

from crawlers.extract.document import clean
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import Heading
from crawlers.extract.values import MAX_DESCRIPTION

_DESCRIPTION = re.compile(
    r"(?:^|[^a-z])(?:description|desc|mota|mo-ta|beschreibung|descripcion|descricao|descrizione|opis"
    r"|article-body)s?(?![a-z])"
)
_DETAILS = re.compile(
    r"(?:^|[^a-z])(?:product-?detail|product-?info|product-?content|chi-?tiet|noi-?dung|entry-content"
    r"|post-content)s?(?![a-z])"
)
_TRAIL = re.compile(r"breadcrumb|trail|duong-?dan", re.IGNORECASE)
_HOME = frozenset(
    {"home", "trang chủ", "trang chu", "accueil", "inicio", "start", "startseite", "strona główna", "главная"}
)
_BLOCKS = ("p", "li", "div", "br", "tr", "h2", "h3", "h4", "h5", "dt", "dd", "section")
_DESCRIBING = frozenset({"div", "section", "article", "p", "td", "span", "dd"})
_LEAST_PARAGRAPH = 40
MAX_REGIONS = 40


def headings_of(region: Region) -> tuple[Heading, ...]:
    """Give the first-level headings piece by piece, as their inner elements part them; empty ones left out."""
    pieces = (tuple(filter(None, map(clean, tag.strings))) for tag in region.of("h1"))
    return tuple(heading for heading in pieces if heading)


def description_of(region: Region) -> str | None:
    """Give the longest region that calls itself the description, else the details, with its lines kept."""
    for pattern in (_DESCRIPTION, _DETAILS):
        texts = [lines_of(tag) for tag in _outermost(region, pattern)[:MAX_REGIONS]]
        if any(texts):
            return max(texts, key=len)
    return None


def _outermost(region: Region, pattern: re.Pattern[str]) -> list[Tag]:
    """Give the named elements that stand in no other and do not hold the title: that would be the whole page."""
    kept: list[Tag] = []
    inside: set[int] = set()
    for tag, name in zip(region.tags, region.names, strict=True):
        if tag.parent is not None and id(tag.parent) in inside:
            inside.add(id(tag))
        elif _describes(tag, name, pattern) and tag.find("h1") is None:
            inside.add(id(tag))
            kept.append(tag)
    return kept


def paragraphs_of(region: Region) -> list[str]:
    """Give the running text of the page: paragraphs of a sentence or more."""
    texts = (clean(tag.get_text(" "), MAX_DESCRIPTION) for tag in region.root().find_all("p", limit=500))
    return [text for text in texts if len(text) >= _LEAST_PARAGRAPH]


def lines_of(tag: Tag) -> str:
    """Give an element's text with a line for each block."""
    pieces: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                pieces.append("\n")
        elif type(node) is NavigableString:
            pieces.append(str(node).replace("\n", " "))
    lines = (clean(line, MAX_DESCRIPTION) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def trail_of(region: Region) -> str | None:
    """Give the categories on the way to the listing, from the widest, without the front page and the listing itself."""
    trail = next((tag for tag, name in zip(region.tags, region.names, strict=True) if _is_trail(tag, name)), None)
    links = [clean(a.get_text(" "), 80) for a in trail.find_all("a", limit=10) if _below_front(a)] if trail else []
    kept = [text for text in links if text and text.lower() not in _HOME]
    return " > ".join(dict.fromkeys(kept)) or None


def _below_front(link: Tag) -> bool:
    """Say whether a link leads below the front page, which the trail begins with under the shop's name."""
    return urlsplit(str(link.get("href") or "")).path not in {"", "/"}


def _describes(tag: Tag, name: str, pattern: re.Pattern[str]) -> bool:
    if tag.get("itemprop") in {"description", "articleBody"}:
        return tag.name != "meta"
    return tag.name in _DESCRIBING and bool(name and pattern.search(name))


def _is_trail(tag: Tag, name: str) -> bool:
    marks = f"{name} {tag.get('aria-label') or ''} {tag.get('itemtype') or ''}"
    return tag.name in {"nav", "ol", "ul", "div"} and bool(_TRAIL.search(marks))
