"""The listing's own part of a page, walked once: finding things anew in the tree costs 25 µs an element each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

_CAMEL = re.compile(r"([a-z])([A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Elements in the order of the page, each with its class, id and test id in lower case ("price sale-price")."""

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

    def named(self, pattern: re.Pattern[str]) -> Iterator[Tag]:
        """Yield the elements whose names match."""
        return (tag for tag, name in zip(self.tags, self.names, strict=True) if name and pattern.search(name))

    def of(self, *kinds: str) -> Iterator[Tag]:
        """Yield the elements of the given kinds."""
        return (tag for tag in self.tags if tag.name in kinds)

    def root(self) -> Tag:
        """Give the element that holds the page's running text."""
        return next(self.of("article"), None) or next(self.of("main"), None) or self.soup


def walked(soup: BeautifulSoup) -> Region:
    """Walk a page once."""
    tags = tuple(node for node in soup.descendants if isinstance(node, Tag))
    return Region(
        soup=soup,
        tags=tags,
        names=tuple(_names(tag) for tag in tags),
        places={id(tag): place for place, tag in enumerate(tags)},
    )


def _names(tag: Tag) -> str:
    if not tag.attrs:
        return ""
    given = [tag.get(name) for name in ("class", "id", "data-testid", "data-price-type")]
    flat = " ".join(" ".join(part) if isinstance(part, list) else str(part) for part in given if part)[:300]
    return _CAMEL.sub(r"\1-\2", flat).lower()
