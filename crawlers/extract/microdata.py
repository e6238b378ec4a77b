"""Microdata and RDFa Lite of a page in JSON-LD's shape, read in one pass over the tree.

RDFa Lite is the same under other names: `typeof` for `itemtype`, `property` for `itemprop`, `resource` for `itemid`.

extruct evaluates each item's whole subtree anew; here each property is visited once and handed to the item it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from lxml.etree import _Element as Element

from crawlers.extract.document import Document
from crawlers.extract.element_text import visible_text

MAX_PROPERTIES = 5000
MAX_REFERENCES = 200
MAX_VALUE = 20_000
_ADDRESSED = {"a": "href", "area": "href", "link": "href", "img": "src", "source": "src", "iframe": "src",
              "embed": "src", "object": "data", "video": "src", "audio": "src", "track": "src"}  # fmt: skip
_OPENGRAPH = ("og:", "product:", "article:", "fb:", "twitter:")
_LAZY = ("data-src", "data-lazy-src", "data-original")
Item = dict[str, Any]


def microdata_of(document: Document) -> list[Item]:
    """Give the page's top items in order, each with its own properties and the items it holds.

    Properties lie in the nearest item around them, or in the item that names them by `itemref`. At most 5,000 are read.
    """
    marked = document.tree.xpath("//*[@itemprop or @itemscope or @typeof or @property]")[:MAX_PROPERTIES]
    items = {element: _item(element) for element in marked if {"itemscope", "typeof"} & set(element.keys())}
    referring = _referenced(document.tree, items) if items else {}
    held: set[Element] = set()
    for element in marked:
        names = _names(element)
        owner = _owner(element, items, referring) if names else None
        if owner is not None:
            held.add(element)
            value = items.get(element) or _value(element, document.base)
            for name in names[:10]:
                _add(owner, name.rpartition("/")[2].rpartition(":")[2], value)
    # Each element has one owner at most, so that items referring to each other in a ring hang on no top item.
    return [item for element, item in items.items() if element not in held]


def _names(element: Element) -> list[str]:
    given = (element.get("itemprop") or element.get("property") or "").split()
    return [name for name in given if not name.startswith(_OPENGRAPH)]


def _item(element: Element) -> Item:
    types = (element.get("itemtype") or element.get("typeof") or "").split()[:10]
    named = element.get("itemid") or element.get("resource")
    return {"@type": types, **({"@id": named} if named else {})}


def _referenced(tree: Element, items: dict[Element, Item]) -> dict[Element, Item]:
    """Give the elements that items name by `itemref`, the first item that does so each."""
    wanted: dict[str, Item] = {}
    for element, item in items.items():
        for name in (element.get("itemref") or "").split():
            if len(wanted) < MAX_REFERENCES:
                wanted.setdefault(name, item)
    found = tree.xpath("//*[@id]") if wanted else ()
    return {element: wanted[element.get("id")] for element in found if element.get("id") in wanted}


def _owner(element: Element, items: dict[Element, Item], referring: dict[Element, Item]) -> Item | None:
    """Give the item a property belongs to; the parser bounds how deep elements nest (256)."""
    if element in referring:
        return None if referring[element] is items.get(element) else referring[element]
    for ancestor in element.iterancestors():
        if ancestor in items:
            return items[ancestor]
        if ancestor in referring:
            return referring[ancestor]
    return None


def _value(element: Element, base: str) -> str:
    given = element.get("content")
    if given is not None:
        return str(given)[:MAX_VALUE]
    if element.tag in _ADDRESSED:
        return _address([element.get(name) for name in (*_LAZY, _ADDRESSED[element.tag])], base)
    if element.tag in {"data", "meter"} and element.get("value"):
        return str(element.get("value"))
    if element.tag == "time" and element.get("datetime"):
        return str(element.get("datetime"))
    return visible_text(element, MAX_VALUE)


def _address(given: Iterable[str | None], base: str) -> str:
    """Give the first address that is one; a picture loaded late carries a placeholder in `src`."""
    usable = (value.strip() for value in given if value and not value.startswith(("data:", "about:")))
    try:
        return urljoin(base, next(usable, ""))
    except ValueError:
        return ""


def _add(item: Item, name: str, value: object) -> None:
    known = item.get(name)
    if known is None:
        item[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        item[name] = [known, value]
