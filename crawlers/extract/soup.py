"""The listing's own part of a page as BeautifulSoup holds it, for what must be seen in its surroundings.

It is needed only where the structured data leave title, price, currency or picture open or in doubt, and is made of the
part that was left standing. BeautifulSoup itself would take the page as text, parse it again and need some 25 µs for
each element; its elements are made here straight from the parsed page, at an eighth of that (docs/decisions/0013).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4.element import NavigableString, PageElement, RubyParenthesisString, RubyTextString, Tag
from lxml.etree import _Element as Element

from crawlers.extract.region import Region

_ASCII_SPACES = " \n\t\f\r"
_RUBY = {"rt": RubyTextString, "rp": RubyParenthesisString}
"""Pronunciations, which are no part of a text. Scripts and styles, kept in classes of their own, too, are cut off."""


@dataclass(slots=True)
class Inside:
    """How much an element holds: nodes, elements, texts and their letters, `h1` and pictures."""

    nodes: int = 0
    tags: int = 0
    texts: int = 0
    letters: int = 0
    titles: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Soup:
    """Elements in the order of the page, each with the names it carries; and all nodes, texts among them."""

    nodes: tuple[PageElement, ...]
    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    places: dict[int, int]
    """`id(tag)` to its place in `tags`."""
    insides: tuple[Inside, ...]
    """Of each of `tags`."""
    links: tuple[int, ...]
    """Places of the links that lead somewhere."""

    def place_of(self, tag: Tag) -> int:
        """Give an element's place in the order of the page."""
        return self.places.get(id(tag), -1)

    def inside(self, tag: Tag) -> Inside:
        """Say how much an element of the page holds, which was counted once for all."""
        return self.insides[self.places[id(tag)]]

    def links_in(self, box: Tag, most: int) -> list[Tag]:
        """Give the first links in an element, itself left out."""
        place = self.places[id(box)]
        start = bisect_right(self.links, place)
        end = bisect_right(self.links, place + self.insides[place].tags)
        return [self.tags[link] for link in self.links[start : min(end, start + most)]]

    def name_of(self, tag: Tag) -> str:
        """Give the names an element carries."""
        place = self.place_of(tag)
        return self.names[place] if place >= 0 else ""


def soup_of(region: Region) -> Soup:
    """Give the region as BeautifulSoup, walked once."""
    nodes = tuple(_Growth(region).grown())
    tags = tuple(node for node in nodes if isinstance(node, Tag))
    places = {id(tag): place for place, tag in enumerate(tags)}
    return Soup(
        nodes=nodes,
        tags=tags,
        names=region.names,
        places=places,
        insides=_counted(nodes, tags, places),
        links=tuple(place for place, tag in enumerate(tags) if tag.name == "a" and "href" in tag.attrs),
    )


def _counted(nodes: Sequence[PageElement], tags: Sequence[Tag], places: Mapping[int, int]) -> tuple[Inside, ...]:
    """Count what each element holds: from the end of the page every node is handed to its parent."""
    found = tuple(Inside() for _ in tags)
    for node in reversed(nodes):
        place = places.get(id(node.parent))
        if place is None:
            continue
        held = found[place]
        held.nodes += 1
        if isinstance(node, Tag):
            own = found[places[id(node)]]
            held.nodes += own.nodes
            held.tags += own.tags + 1
            held.texts += own.texts
            held.letters += own.letters
            held.titles += own.titles + (node.name == "h1")
            held.pictures += own.pictures + (node.name == "img")
        else:
            held.texts += 1
            held.letters += len(str(node).strip())
    return found


class _GrownTag(Tag):
    """An element that has for itself what differs, eight attributes of twenty; the rest is its class's."""


for _name, _same_for_all in Tag(name="div", interesting_string_types=Tag.MAIN_CONTENT_STRING_TYPES).__dict__.items():
    if _name not in {"name", "attrs", "contents"}:
        setattr(_GrownTag, _name, _same_for_all)


class _Growth:
    """Makes BeautifulSoup's elements in the order of the page, each tied to the one before."""

    def __init__(self, region: Region) -> None:
        self._tree = region.tree
        self._attributes = iter(region.attributes)
        self._nodes: list[PageElement] = []
        self._last: PageElement = Tag(name="[document]")

    def grown(self) -> list[PageElement]:
        """Give the nodes of the region."""
        root = self._last
        assert isinstance(root, Tag)
        self._grow(self._tree, root, NavigableString, keeps_spaces=False)
        return self._nodes

    def _grow(self, element: Element, parent: Tag, kind: type[NavigableString], *, keeps_spaces: bool) -> None:
        name = element.tag
        tag = _GrownTag.__new__(_GrownTag)
        tag.name, tag.attrs, tag.contents = name, dict(next(self._attributes)), []
        self._tie(tag, parent)
        inner = kind
        if name in _RUBY:
            inner = _RUBY[name]
            tag.interesting_string_types = {inner}
        inside = keeps_spaces or name == "pre"
        if text := element.text:
            self._add(text, tag, inner, keeps_spaces=inside)
        for child in element:
            self._grow(child, tag, inner, keeps_spaces=inside)
            if text := child.tail:
                self._add(text, tag, inner, keeps_spaces=inside)

    def _add(self, text: str, parent: Tag, kind: type[NavigableString], *, keeps_spaces: bool) -> None:
        if not keeps_spaces and not text.strip(_ASCII_SPACES):
            text = "\n" if "\n" in text else " "
        self._tie(str.__new__(kind, text), parent)

    def _tie(self, node: PageElement, parent: Tag) -> None:
        before, contents = self._last, parent.contents
        node.parent, node.previous_element, before.next_element = parent, before, node
        node.next_element = node.next_sibling = node.previous_sibling = None
        if contents:
            sibling = contents[-1]
            node.previous_sibling, sibling.next_sibling = sibling, node
        contents.append(node)
        self._nodes.append(node)
        self._last = node
