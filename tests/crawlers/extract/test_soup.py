"""The elements made straight from the parsed page are tied to one another as BeautifulSoup's own are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.document import open_document
from crawlers.extract.regions import own_region
from crawlers.extract.soup import soup_of

SHOPS = sorted((Path(__file__).parent / "shops").glob("*.html"))
_OPEN = ["<p>", "<div class='a b'>", "<span id=x>", "<ruby>漢<rt>kan</rt></ruby>", "<br>", "<ul><li>", "<pre>", "<b>",
         "<a href=/b>", "</a>", "<img>"]  # fmt: skip
MARKUP = st.lists(
    st.sampled_from(
        [*_OPEN, "</div>", "</p>", "</span>", " ", "\n", "\t ", "giá", "199.000 ₫", "&amp;", "<h1>Kem</h1>"]
    )
)


def told(nodes: list[PageElement], *, root: PageElement | None) -> list[tuple[Any, ...]]:
    """Say of each node what it is and which others it is tied to, by their places."""
    places = {id(node): place for place, node in enumerate(nodes)} | {id(root): -1, id(None): None}
    ties = ("parent", "next_element", "previous_element", "next_sibling", "previous_sibling")
    return [
        (
            Tag if isinstance(node, Tag) else type(node),
            (node.name, plain(node.attrs), node.get_text("|")) if isinstance(node, Tag) else str(node),
            *(places[id(getattr(node, tie))] for tie in ties[: 5 if place else 2]),
        )
        for place, node in enumerate(nodes)
    ]


def plain(attributes: Mapping[str, Any]) -> dict[str, str]:
    """Give attributes without the values that say nothing: written down, `checked="checked"` loses its own."""
    return {name: "" if value == name else str(value) for name, value in attributes.items()}


def assert_alike(markup: bytes) -> None:
    region = own_region(open_document(markup, url="https://shop.example/").tree)
    made = soup_of(region)
    written = lxml.etree.tostring(region.tree, encoding="unicode", method="html")
    whole = BeautifulSoup(written, "lxml", multi_valued_attributes=None)
    assert told(list(made.nodes), root=made.nodes[0].parent) == told(list(whole.descendants), root=whole)
    assert len(made.names) == len(made.tags)
    for tag in made.tags:
        inside, links = made.inside(tag), tag.find_all("a", href=True)
        nodes = list(tag.descendants)
        texts = [str(node).strip() for node in nodes if not isinstance(node, Tag)]
        assert (inside.nodes, inside.texts, inside.letters) == (len(nodes), len(texts), sum(map(len, texts)))
        assert (inside.titles, inside.pictures) == (len(tag.find_all("h1")), len(tag.find_all("img")))
        assert made.links_in(tag, 5) == links[:5]


@pytest.mark.parametrize("page", SHOPS, ids=lambda page: page.stem)
def test_shops_pages(page: Path) -> None:
    assert_alike(page.read_bytes())


@given(MARKUP)
def test_any_markup(parts: list[str]) -> None:
    assert_alike(("<html><body>" + "".join(parts)).encode())
