"""The description where only its heading is called so: the text that stands below "Product description"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.etree import _Element as Element

from crawlers.extract.element_text import clean, visible_text
from crawlers.extract.region import Region
from crawlers.extract.running_text import running_text
from crawlers.extract.values import MAX_DESCRIPTION
from crawlers.extract.visible_text import lines_of

_HEADING = re.compile(
    r"\W{0,3}(?:(?:product |item )?(?:description|details?|information)|about (?:this|the) (?:item|product)|overview|"
    r"(?:bài viết )?(?:mô tả|chi tiết|thông tin|giới thiệu)(?: (?:về )?sản phẩm)?(?: chi tiết)?|nội dung chi tiết|"
    r"(?:produkt)?beschreibung|produktdetails|descripti(?:on|f)(?: du)?(?: produit)?|détails|"
    r"(?:descripción|detalles)(?: del producto)?|(?:descrição|detalhes)(?: do produto)?|"
    r"(?:descrizione|dettagli)(?: (?:del )?prodotto)?|opis(?: produktu)?|описание(?: товара)?|опис(?: товару)?|"
    r"popis(?: produktu)?|(?:termék)?leírás|descriere(?: produs)?|(?:ürün )?(?:açıklaması|açıklama|detayları)|"
    r"(?:deskripsi|rincian)(?: produk)?|(?:product)?omschrijving|(?:produkt)?beskrivning|(?:produkt)?beskrivelse|"
    r"รายละเอียด(?:สินค้า)?|商品(?:描述|详情|詳情|説明)|产品(?:描述|详情)|상품\s?(?:설명|정보|상세)|상세정보)\W{0,3}",
    re.IGNORECASE,
)
_LONGEST_HEADING = 40
_LEAST_TEXT = 20
_MOST_ELEMENTS = 5_000
_MOST_SIBLINGS = 60
_MOST_HEADINGS = 8
_TAGS = ("h2", "h3", "h4", "h5", "h6", "div", "p", "span", "a", "button", "strong", "b", "dt", "summary", "legend")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINKED, _MOSTLY = 2000, 0.8
_TABS = frozenset({"a", "button", "li", "ul", "ol", "nav"})


def is_heading(text: str) -> bool:
    """Say whether a text only announces a description."""
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(clean(text)) is not None


def described(region: Region, found: str | None) -> str | None:
    """Give the description that was found; where that is none or only a heading, the text that a heading announces.

    Returns:
        What the page says in sentences where there is neither; None where it says none.
    """
    if found is not None and not is_heading(found):
        return found
    texts = (_announced(heading, region) for heading in islice(_headings(region), _MOST_HEADINGS))
    return next((text for text in texts if _says_something(text)), None) or running_text(region)


def _says_something(text: str) -> bool:
    return len(text) >= _LEAST_TEXT and not all(map(is_heading, text.split("\n")))


def _headings(region: Region) -> Iterator[Element]:
    for element in islice(region.tree.iter(*_TAGS), _MOST_ELEMENTS):
        own = (element.text or "").strip()
        if own and is_heading(own) and is_heading(visible_text(element, _LONGEST_HEADING + 1)):
            yield element


def _announced(heading: Element, region: Region) -> str:
    box = _box(heading)
    if any(element.tag in _TABS for element in (heading, box, *heading.iterancestors(*_TABS))):
        tab = _panel(heading, region)
        return lines_of(tab) if tab is not None else ""
    below = islice(box.itersiblings(), _MOST_SIBLINGS)
    lines = (lines_of(element) for element in _own_part(below, _rank(heading)))
    return "\n".join(filter(None, chain([clean(box.tail or "")], lines)))[:MAX_DESCRIPTION]


def _box(heading: Element) -> Element:
    """Give the largest element that holds the heading and says nothing else."""
    box = heading
    for parent in heading.iterancestors():
        if not is_heading(visible_text(parent, _LONGEST_HEADING + 1)):
            return box
        box = parent
    return box


def _rank(heading: Element) -> str:
    """Give the kind of a heading; one that is no heading in markup ends where a main one begins."""
    above = (element.tag for element in chain([heading], heading.iterancestors()) if element.tag in _HEADINGS)
    return str(next(above, "h2"))


def _own_part(siblings: Iterable[Element], rank: str) -> Iterator[Element]:
    """Yield what follows a heading, up to the next one of its rank or above."""
    ending = [kind for kind in _HEADINGS if kind <= rank]
    for element in siblings:
        if isinstance(element.tag, str):
            if next(element.iter(*ending), None) is not None:
                return
            if not _only_links(element):
                yield element


def _only_links(element: Element) -> bool:
    """Say whether an element says nothing but where else to go: a menu headed "Information"."""
    linked = sum(len(visible_text(link, _LINKED)) for link in islice(element.iter("a"), _MOST_SIBLINGS))
    return linked > 0 and linked >= len(visible_text(element, _LINKED)) * _MOSTLY


def _panel(tab: Element, region: Region) -> Element | None:
    """Give the part of the page that a tab opens."""
    links = chain([tab], tab.iterancestors("a", "button", "li"))
    named = (link.get("aria-controls") or (link.get("href") or "").partition("#")[2] for link in links)
    wanted = next(filter(None, named), None)
    return next((element for element in region.elements if wanted and element.get("id") == wanted), None)
