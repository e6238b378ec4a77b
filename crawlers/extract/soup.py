"""The listing's own part of a page as BeautifulSoup holds it, for what must be seen in its surroundings.

Building it costs some 25 µs an element, ten times what reading the parsed page costs; so it is built only where the
structured data leave title, price, currency or picture open or in doubt, and of the part that was left standing.
"""

from __future__ import annotations

from dataclasses import dataclass

import lxml.etree
from bs4 import BeautifulSoup
from bs4.element import Tag

from crawlers.extract.region import Region, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Soup:
    """Elements in the order of the page, each with the names it carries."""

    soup: BeautifulSoup
    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    places: dict[int, int]
    """`id(tag)` to its place in `tags`."""

    def place_of(self, tag: Tag) -> int:
        """Give an element's place in the order of the page."""
        return self.places.get(id(tag), -1)

    def name_of(self, tag: Tag) -> str:
        """Give the names an element carries."""
        place = self.place_of(tag)
        return self.names[place] if place >= 0 else ""


def soup_of(region: Region) -> Soup:
    """Give the region as BeautifulSoup, walked once."""
    markup = lxml.etree.tostring(region.tree, encoding="unicode", method="html")
    soup = BeautifulSoup(markup, "lxml", multi_valued_attributes=None)
    tags = tuple(node for node in soup.descendants if isinstance(node, Tag))
    return Soup(
        soup=soup,
        tags=tags,
        names=tuple(_names(tag) for tag in tags),
        places={id(tag): place for place, tag in enumerate(tags)},
    )


def _names(tag: Tag) -> str:
    if not tag.attrs:
        return ""
    given = (tag.get(name) for name in ("class", "id", "data-testid", "data-price-type"))
    return names_of(" ".join(str(part) for part in given if part))
