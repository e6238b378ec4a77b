"""What a reading says besides the listing: how sure, which copies in other languages, and how little work it was."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from crawlers.extract import links, page, read_page, soup

URL = "https://cho-lang.vn/p/1"
PRODUCT = {
    "@type": "Product",
    "name": "Ấm đất",
    "image": "/a.jpg",
    "offers": {"@type": "Offer", "price": "90000", "priceCurrency": "VND"},
}
STATED = f'<script type="application/ld+json">{json.dumps(PRODUCT)}</script>'
SHOWN = '<h1>Ấm đất</h1><img src="/a.jpg" class="gallery"><p class="price">90.000₫</p><a href="/p/2">khác</a>'


@pytest.fixture
def soups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often the dear form of a page is built."""
    built: list[int] = []
    whole: Callable[..., soup.Soup] = soup.soup_of

    def counting(*given: object) -> soup.Soup:
        built.append(1)
        return whole(*given)

    monkeypatch.setattr(soup, "soup_of", counting)
    return built


def test_data_that_answer_for_themselves_need_no_second_look(soups: list[int]) -> None:
    read = read_page(f"<html>{STATED}<body>{SHOWN}".encode(), url=URL).listings[0]
    assert (str(read.listing.price), read.sources["price"], soups) == ("90000", "json_ld", [])


def test_a_price_shown_struck_out_is_looked_at(soups: list[int]) -> None:
    sale = '<h1>Ấm đất</h1><p><del>90.000₫</del> <b class="price">70.000₫</b></p>'
    read = read_page(f"<html>{STATED}<body>{sale}".encode(), url=URL).listings[0]
    assert (str(read.listing.price), read.sources["price"], soups) == ("70000", "visible", [1])
    assert read.certainty["price"] == "disputed"


def test_what_two_parts_say_is_confirmed() -> None:
    head = '<meta property="og:title" content="Ấm đất"><meta property="og:image" content="/a.jpg">'
    read = read_page(f"<html>{head}{STATED}<body>{SHOWN}".encode(), url=URL).listings[0]
    assert read.certainty["images"] == "confirmed"
    assert read.certainty["price"] == "stated"
    assert read_page(f"<html><body>{SHOWN}".encode(), url=URL).listings[0].certainty["price"] == "shown"


def test_copies_in_other_languages_are_named_alike() -> None:
    tags = {"vi": "/vi/am-dat", "en-us": "/en/pot", "x-default": "/am-dat"}
    head = "".join(f'<link rel="alternate" hreflang="{tag.upper()}" href="{path}">' for tag, path in tags.items())
    head += '<link rel="alternate" hreflang="fr" href="javascript:x"><link rel="alternate" hreflang="?" href="/q">'
    reading = read_page(f'<html lang="vi-VN">{head}<body>{SHOWN}'.encode(), url=URL)
    assert reading.lang == "vi"
    assert reading.alternates == {tag: f"https://cho-lang.vn{path}" for tag, path in tags.items()}


def test_links_are_worked_out_when_asked_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counting(*given: object) -> tuple[object, ...]:
        asked.append(1)
        return links.links_of(*given)  # type: ignore[arg-type]  # hands on what it was given

    monkeypatch.setattr(page, "links_of", counting)
    reading = read_page(f"<html><body>{SHOWN}".encode(), url=URL)
    assert asked == []
    assert [link.url for link in (*reading.links, *reading.links)] == ["https://cho-lang.vn/p/2"] * 2
    assert asked == [1]


@pytest.mark.parametrize("line", ["Đã bán: 1,2k", "Đã bán 1,2k"])
def test_what_is_a_field_is_no_attribute(line: str) -> None:
    body = f"<html><body>{SHOWN}<p>{line}</p><p>Chất liệu: gốm</p>".encode()
    listing = read_page(body, url=URL).listings[0].listing
    assert (listing.sold, dict(listing.attributes)) == (1200, {"Chất liệu": "gốm"})
