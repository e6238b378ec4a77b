"""The listing's own part of a page, walked once, each element with the names it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.element_text import visible_text

_CAMEL = re.compile(r"([a-z])([A-Z])")
MAX_REGION_TEXT = 50_000
MAX_KNOWN = 20_000
"""Names remembered for each pattern, some 2 MB."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """Elements in the order of the page, each with its class, id and test id in lower case ("price sale-price")."""

    tree: Element
    elements: tuple[Element, ...]
    attributes: tuple[Mapping[str, str], ...]
    """Of each element. Asking the parsed page for one attribute costs as much as taking all."""
    names: tuple[str, ...]

    def matching(self, pattern: re.Pattern[str]) -> frozenset[str]:
        """Give the names that match: far fewer than elements, as most repeat or have none."""
        known = _known_names(pattern)
        if len(known) > MAX_KNOWN:
            known.clear()
        known |= {name: pattern.search(name) is not None for name in self.distinct - known.keys()}
        return frozenset(name for name in self.distinct if known[name])

    def having(self, attribute: str) -> Iterator[tuple[Element, str]]:
        """Yield the elements that have an attribute, with its value."""
        pairs = zip(self.elements, self.attributes, strict=True)
        return ((element, given[attribute]) for element, given in pairs if attribute in given)

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


def walked(tree: Element, known: Mapping[Element, Mapping[str, str]]) -> Region:
    """Walk a page once; `known` are the attributes of its elements."""
    elements = tuple(tree.iter(lxml.etree.Element))
    attributes = tuple(map(known.__getitem__, elements))
    return Region(tree=tree, elements=elements, attributes=attributes, names=tuple(map(_names, attributes)))


def _names(given: Mapping[str, str]) -> str:
    if not given:
        return ""
    parts = (given.get("class"), given.get("id"), given.get("data-testid"), given.get("data-price-type"))
    return names_of(" ".join(part for part in parts if part))


@lru_cache(maxsize=64)
def _known_names(_pattern: re.Pattern[str]) -> dict[str, bool]:
    """Give what is known of the names that a pattern was asked for: a shop's pages all carry the same."""
    return {}


@lru_cache(maxsize=4096)
def names_of(given: str) -> str:
    """Give class words in the one form that patterns look for: "salePrice" is "sale-price"."""
    return _CAMEL.sub(r"\1-\2", given[:300]).lower()
