"""Headings, the description and the trail of categories a visitor reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, takewhile
from urllib.parse import urlsplit

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.document import seen_tree
from crawlers.extract.element_text import clean, visible_text
from crawlers.extract.identity import is_front
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import Heading
from crawlers.extract.values import MAX_DESCRIPTION
from crawlers.extract.words import TRAIL

_DESCRIPTION = re.compile(
    r"(?:^|[^a-z])(?:description|desc|mota|mo-ta|beschreibung|descripcion|descricao|descrizione|opis"
    r"|article-body)s?(?![a-z])"
)
_DETAILS = re.compile(
    r"(?:^|[^a-z])(?:product-?detail|product-?info|product-?content|chi-?tiet|noi-?dung|entry-content"
    r"|post-content)s?(?![a-z])"
)
_HOME = frozenset(
    {"home", "trang chủ", "trang chu", "accueil", "inicio", "start", "startseite", "strona główna", "главная"}
)
_BLOCKS = frozenset({"p", "li", "div", "br", "tr", "h2", "h3", "h4", "h5", "dt", "dd", "section"})
_DESCRIBING = frozenset({"div", "section", "article", "p", "td", "span", "dd"})
_INSIDE_TEXT = frozenset({"p", "ul", "ol"})
_LEAST_PARAGRAPH = 40
MAX_REGIONS = 40


def headings_of(region: Region) -> tuple[Heading, ...]:
    """Give the first-level headings piece by piece, as their inner elements part them; no empty one, no way home."""
    pieces = (
        tuple(filter(None, map(clean, element.itertext()))) for element in region.of("h1") if not _is_home(element)
    )
    return tuple(heading for heading in pieces if heading)


def _is_home(heading: Element) -> bool:
    """Say whether a heading is a link to the front page: then it is the shop's."""
    return any(link.get("href") and is_front(link.get("href") or "") for link in heading.iter("a"))


def description_of(region: Region) -> str | None:
    """Give the longest region that calls itself the description, else the details, with its lines kept."""
    for pattern in (_DESCRIPTION, _DETAILS):
        texts = [_said_in(element) for element in islice(_outermost(region, pattern), MAX_REGIONS)]
        if any(texts):
            return max(texts, key=len)
    return None


def _said_in(element: Element) -> str:
    """Give an element's text; a paragraph that held paragraphs was closed by the first of them and stands empty."""
    text = lines_of(element)
    if text or element.tag != "p":
        return text
    inner = takewhile(lambda beside: beside.tag in _INSIDE_TEXT, element.itersiblings())
    return "\n".join(filter(None, map(lines_of, islice(inner, MAX_REGIONS))))


def _outermost(region: Region, pattern: re.Pattern[str]) -> Iterator[Element]:
    """Yield the named elements that stand in no other and do not hold the title: that would be the whole page."""
    titled = {ancestor for heading in region.of("h1") for ancestor in heading.iterancestors()}
    matching = region.matching(pattern)
    rows = zip(region.elements, region.attributes, region.names, strict=True)
    found = [element for element, given, name in rows if _describes(element, given, name in matching)]
    outermost: set[Element] = set()
    for element in found:
        if element not in titled and outermost.isdisjoint(element.iterancestors()):
            outermost.add(element)
            yield element


def paragraphs_of(region: Region) -> list[str]:
    """Give the running text of the page: paragraphs of a sentence or more."""
    texts = (visible_text(paragraph, MAX_DESCRIPTION) for paragraph in islice(region.root.iter("p"), 500))
    return [text for text in texts if len(text) >= _LEAST_PARAGRAPH]


def lines_of(element: Element) -> str:
    """Give an element's text with a line for each block."""
    pieces: list[str] = []
    length = 0
    for event, node in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(("\n" if node.tag in _BLOCKS else "") + (node.text or "").replace("\n", " "))
        elif node is not element and node.tail:
            pieces.append(node.tail.replace("\n", " "))
        length += len(pieces[-1]) if pieces else 0
        if length > MAX_DESCRIPTION * 4:
            break
    lines = (clean(line, MAX_DESCRIPTION) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def lines_of_markup(markup: str) -> str:
    """Give the text of a piece of HTML with a line for each block; what nobody sees is left out."""
    tree = seen_tree(markup)
    return lines_of(tree) if tree is not None else ""


def trail_of(region: Region) -> str | None:
    """Give the categories on the way to the listing, from the widest, without the front page and the listing itself."""
    rows = zip(region.elements, region.attributes, region.names, strict=True)
    trail = next((element for element, given, name in rows if given and _is_trail(element, given, name)), None)
    links = islice(trail.iter("a"), 10) if trail is not None else ()
    kept = [text for link in links if _below_front(link) and (text := visible_text(link, 80))]
    # Only the first may lead home: goods for the home are a category, too.
    kept = kept[1:] if kept and kept[0].lower() in _HOME else kept
    return " > ".join(dict.fromkeys(kept)) or None


def _below_front(link: Element) -> bool:
    """Say whether a link leads below the front page, which the trail begins with under the shop's name."""
    try:
        return urlsplit(link.get("href") or "").path not in {"", "/"}
    except ValueError:
        return False


def _describes(element: Element, given: Mapping[str, str], named: bool) -> bool:
    if given.get("itemprop") in {"description", "articleBody"}:
        return bool(element.tag != "meta")
    return named and element.tag in _DESCRIBING


def _is_trail(element: Element, given: Mapping[str, str], name: str) -> bool:
    if element.tag not in {"nav", "ol", "ul", "div"}:
        return False
    return _names_trail(f"{name} {given.get('aria-label', '')} {given.get('itemtype', '')}")


@lru_cache(maxsize=4096)
def _names_trail(said: str) -> bool:
    return TRAIL.search(said) is not None
