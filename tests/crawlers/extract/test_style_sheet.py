"""What a page's own style says counts: struck out, hidden, large; whatever the sheet holds, in bounded work."""

from __future__ import annotations

import pytest
from bs4.element import Tag

from crawlers.extract import read_page
from crawlers.extract.document import open_document
from crawlers.extract.regions import own_region
from crawlers.extract.soup import Soup, soup_of
from crawlers.extract.style_sheet import dress, is_hidden, size_of

URL = "https://shop.example.us/pot-k3"
PAIR = '<div><span class="a">$72.00</span> <span class="b">$58.00</span></div>'


def _price(body: str, style: str) -> str:
    page = f"<html><title>Pot K3</title><style>{style}</style><body><h1>Pot K3</h1>{body}"
    return str(read_page(page.encode(), url=URL).listings[0].listing.price)


@pytest.mark.parametrize(
    ("style", "price"),
    [
        (".a { text-decoration: line-through }", "58.00"),
        (".b { text-decoration: line-through }", "72.00"),
        ("@media (min-width: 9px) { div > .a { color: red; text-decoration: line-through } }", "58.00"),
        (".a { font-size: 12px } .b { font-size: 24px }", "58.00"),
        (".a { font-size: 2rem } .b { font-size: 1rem }", "72.00"),
        (".a { display: none }", "58.00"),
        ("p .a, .c.a { display: none } .a:hover { display: none }", "58.00"),
        (".a { font-size: 30px } .x .a { font-size: 8px }", "72.00"),
    ],
)
def test_style_tells_the_price(style: str, price: str) -> None:
    body = PAIR if "p .a" not in style else f"{PAIR}<p>Colour: red</p>"
    assert _price(body, style) == price


def _soup(markup: str) -> Soup:
    return soup_of(own_region(open_document(f"<html><body>{markup}".encode(), url=URL).tree))


def _tag(soup: Soup) -> Tag:
    return next(tag for tag in soup.tags if tag.get("id") == "x")


@pytest.mark.parametrize(
    ("markup", "size"),
    [
        ('<p id="x">1</p>', 16),
        ('<h1><i id="x">1</i></h1>', 32),
        ('<div style="font-size: 20px"><p style="font-size: 150%"><i id="x">1</i></p></div>', 30),
        ('<font size="5"><i id="x">1</i></font>', 24),
        ('<p class="text-3xl" id="x">1</p>', 30),
        ('<p style="font: 700 12pt Arial" id="x">1</p>', 16),
        ('<b id="x">1</b>', 19.2),
    ],
)
def test_size_is_that_of_the_nearest_statement(markup: str, size: float) -> None:
    assert size_of(_tag(_soup(markup))) == pytest.approx(size)


def test_the_heavier_and_the_later_rule_wins() -> None:
    soup = _soup('<div class="a"><p id="x" class="b">1</p></div>')
    dress(soup, ["#x { display: none } .a .b { display: block; font-size: 9px } .b { font-size: 40px }"])
    assert (is_hidden(_tag(soup)), size_of(_tag(soup))) == (True, 9)


def test_a_dressed_element_keeps_its_own_style() -> None:
    soup = _soup('<p id="x" style="font-size: 10px">1</p>')
    dress(soup, ["p { font-size: 30px }", "} broken {{ p { font-size", ".b {}"])
    assert size_of(_tag(soup)) == 10
