"""What a page says in the form "label: value": in tables, definition lists, list items and short lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.element_text import visible_text
from crawlers.extract.region import Region
from crawlers.extract.words import BRAND_LABELS, PLACE_LABELS, SELLER_LABELS, SOLD, SOLD_LABELS

MAX_LABELS = 60
MAX_LABEL = 60
MAX_VALUE = 300
MAX_PIECES = 40
_BLOCKS = ("div", "p", "li", "table", "dl", "ul", "h1")
_FIELDS = (("seller", SELLER_LABELS), ("brand", BRAND_LABELS), ("place", PLACE_LABELS), ("sold", SOLD_LABELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labelled values by label, and those that have a field of their own."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    seller: str | None = None
    brand: str | None = None
    place: str | None = None
    sold: str | None = None


def labels_of(region: Region) -> Labels:
    """Collect labelled values; what has a field of its own does not stand among the attributes."""
    attributes: dict[str, str] = {}
    own: dict[str, str] = {}
    for label, value in _pairs(region):
        name = _field_of(label)
        if name:
            own.setdefault(name, value)
        elif len(attributes) < MAX_LABELS and not SOLD.search(f"{label}: {value}"):
            attributes.setdefault(label, value)
    return Labels(attributes=attributes, **own)


def _field_of(label: str) -> str | None:
    return next((name for name, pattern in _FIELDS if pattern.fullmatch(label)), None)


def _pairs(region: Region) -> Iterator[tuple[str, str]]:
    for element in region.of("tr", "dt", "li", "p", "div", "span"):
        pair = _pair(element)
        if pair and 0 < len(pair[0]) <= MAX_LABEL and 0 < len(pair[1]) <= MAX_VALUE:
            yield pair


def _pair(element: Element) -> tuple[str, str] | None:
    if element.tag == "tr":
        cells = [cell for cell in element if cell.tag in {"th", "td"}][:3]
        if len(cells) != 2:  # noqa: PLR2004 - label and value
            return None
        return visible_text(cells[0], MAX_LABEL + 1).rstrip(": "), visible_text(cells[1], MAX_VALUE + 1)
    if element.tag == "dt":
        value = next(element.itersiblings("dd"), None)
        label = visible_text(element, MAX_LABEL + 1).rstrip(": ")
        return (label, visible_text(value, MAX_VALUE + 1)) if value is not None else None
    return _line(element)


def _line(element: Element) -> tuple[str, str] | None:
    """Read "label: value" from an element that holds no block of its own."""
    if not len(element):
        text = element.text or ""
    elif next(element.iterdescendants(*_BLOCKS), None) is not None:
        return None
    else:
        text = "".join(islice(element.itertext(), MAX_PIECES))
    if ":" not in text or len(text) > (MAX_LABEL + MAX_VALUE) * 4:
        return None
    label, _, value = visible_text(element, MAX_LABEL + MAX_VALUE + 2).partition(":")
    return (label.strip(), value.strip()) if not value.startswith("//") else None
