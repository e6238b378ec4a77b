"""What a page says in the form "label: value": in tables, definition lists, list items and short lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bs4.element import Tag

from crawlers.extract.document import clean
from crawlers.extract.region import Region
from crawlers.extract.words import BRAND_LABELS, PLACE_LABELS, SELLER_LABELS

MAX_LABELS = 60
MAX_LABEL = 60
MAX_VALUE = 300
_BLOCKS = frozenset({"div", "p", "li", "table", "dl", "ul", "h1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labelled values by label, and those that have a field of their own."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    seller: str | None = None
    brand: str | None = None
    place: str | None = None


def labels_of(region: Region) -> Labels:
    """Collect labelled values; what has a field of its own does not stand among the attributes."""
    attributes: dict[str, str] = {}
    own: dict[str, str] = {}
    for label, value in _pairs(region):
        name = _field_of(label)
        if name:
            own.setdefault(name, value)
        elif len(attributes) < MAX_LABELS:
            attributes.setdefault(label, value)
    return Labels(attributes=attributes, seller=own.get("seller"), brand=own.get("brand"), place=own.get("place"))


def _field_of(label: str) -> str | None:
    fields = (("seller", SELLER_LABELS), ("brand", BRAND_LABELS), ("place", PLACE_LABELS))
    return next((name for name, pattern in fields if pattern.fullmatch(label)), None)


def _pairs(region: Region) -> Iterator[tuple[str, str]]:
    for tag in region.of("tr", "dt", "li", "p", "div", "span"):
        pair = _pair(tag)
        if pair and 0 < len(pair[0]) <= MAX_LABEL and 0 < len(pair[1]) <= MAX_VALUE:
            yield pair


def _pair(tag: Tag) -> tuple[str, str] | None:
    if tag.name == "tr":
        cells = [clean(cell.get_text(" "), MAX_VALUE + 1) for cell in tag.find_all(["th", "td"], limit=3)]
        return (cells[0].rstrip(": "), cells[1]) if len(cells) == 2 else None  # noqa: PLR2004 - label and value
    if tag.name == "dt":
        value = tag.find_next_sibling("dd")
        return (clean(tag.get_text(" "), MAX_LABEL + 1).rstrip(": "), _text(value)) if value else None
    if any(isinstance(inner, Tag) and inner.name in _BLOCKS for inner in tag.descendants):
        return None
    label, colon, value_text = clean(tag.get_text(" "), MAX_LABEL + MAX_VALUE + 2).partition(":")
    return (label.strip(), value_text.strip()) if colon and not value_text.startswith("//") else None


def _text(tag: Tag) -> str:
    return clean(tag.get_text(" "), MAX_VALUE + 1)
