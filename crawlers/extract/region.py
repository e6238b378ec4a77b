"""The listing's own part of a page, walked once, each element with the names it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.document import visible_text

_CAMEL = re.compile(r"([a-z])([A-Z])")
MAX_REGION_TEXT = 50_000


@dataclass(frozen=True, kw_only=True)
class Region:
    """Elements in the order of the page, each with its class, id and test id in lower case ("price sale-price")."""

    tree: Element
    elements: tuple[Element, ...]
    names: tuple[str, ...]

    def matching(self, pattern: re.Pattern[str]) -> frozenset[str]:
        """Give the names that match: far fewer than elements, as most repeat or have none."""
        return frozenset(name for name in self.distinct if pattern.search(name))

    def named(self, pattern: re.Pattern[str]) -> Iterator[Element]:
        """Yield the elements whose names match."""
        matching = self.matching(pattern)
        return (element for element, name in zip(self.elements, self.names, strict=True) if name in matching)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Every name an element carries, once."""
        return frozenset(self.names) - {""}

    def of(self, *kinds: str) -> Iterator[Element]:
        """Yield the elements of the given kinds."""
        return iter(self.tree.iter(*kinds))

    @cached_property
    def text(self) -> str:
        """What a visitor reads here, on one line, at most 50,000 letters."""
        return visible_text(self.tree, MAX_REGION_TEXT)

    @property
    def root(self) -> Element:
        """The element that holds the page's running text."""
        return next(
            (next(self.of(kind)) for kind in ("article", "main") if next(self.of(kind), None) is not None), self.tree
        )


def walked(tree: Element) -> Region:
    """Walk a page once."""
    elements = tuple(tree.iter(lxml.etree.Element))
    return Region(tree=tree, elements=elements, names=tuple(map(_names, elements)))


def _names(element: Element) -> str:
    given = element.attrib
    if not given:
        return ""
    parts = (given.get("class"), given.get("id"), given.get("data-testid"), given.get("data-price-type"))
    return names_of(" ".join(part for part in parts if part))


@lru_cache(maxsize=4096)
def names_of(given: str) -> str:
    """Give class words in the one form that patterns look for: "salePrice" is "sale-price"."""
    return _CAMEL.sub(r"\1-\2", given[:300]).lower()
