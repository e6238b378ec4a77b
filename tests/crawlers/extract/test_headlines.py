"""Which text is the listing's title where the page's titles do not say, and where data speak of something else."""

from __future__ import annotations

import json

import pytest

from crawlers.extract import read_page

URL = "https://tonweide.example/p/kanne-mira"
BUY = '<p>49,90 €</p><button>In den Warenkorb</button><img src="/i/mira.jpg">'
SHOP = "<title>Tonweide - Keramik aus der Heide</title>"


def _title(body: str, head: str = SHOP, url: str = URL) -> str | None:
    read = read_page(f"<html lang='de'>{head}<body>{body}".encode(), url=url).listings
    return read[0].listing.title if len(read) == 1 else None


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Tonweide</h1><h2>Kanne Mira</h2>{BUY}",
        f'<h1><a href="/">Keramik aus der Heide</a></h1><div class="artikel">Kanne Mira</div>{BUY}',
        f'<p>Keramik aus der Heide</p><div style="font-size: 26px">Kanne Mira</div>{BUY}',
        f'<div class="produktname">x</div><td><font size="5">Kanne Mira</font></td>{BUY}',
        f'<div><b>Kanne Mira</b></div><p>Seit 1988 in der Heide</p>{BUY}<img src="/m.jpg" alt="Kanne Mira">',
    ],
)
def test_a_headline_is_found_without_a_title(body: str) -> None:
    assert _title(body) == "Kanne Mira"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("km-2210.htm", "<td class='produktname'><font><span>Kanne Mira</span></font></td>"),
        ("km-2210.htm", "<h3><font>Kanne Mira</font></h3>"),
        ("kanne-mira", "<p>Kanne Mira</p>"),
    ],
)
def test_a_code_and_a_label_are_no_headline(name: str, body: str) -> None:
    code = '<p style="font-size: 30px">Farbe:</p><b>Artikelnummer:</b> <span>KM-2210</span>'
    assert _title(body + BUY + code, url=f"https://tonweide.example/{name}") == "Kanne Mira"


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Kanne Mira günstig online kaufen | Tonweide</title>", "<span>Kanne Mira</span>", "Kanne Mira"),
        ("<title>Kanne Mira | Tonweide</title>", "<h1><i>Neu</i> Kanne Mira <small>Nr. 8</small></h1>", "Kanne Mira"),
        ("<title>Kanne Mira | Tonweide</title>", "<h1>KANNE MIRA</h1>", "KANNE MIRA"),
    ],
)
def test_ornaments_are_left_off(head: str, heading: str, title: str) -> None:
    assert _title(heading + BUY, head) == title


def _data(**product: object) -> str:
    stated = {"@type": "Product", "image": "/i/x.jpg", "offers": {"price": "12.00", "priceCurrency": "EUR"}, **product}
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


def test_a_name_with_the_shops_words_behind_it_is_cut_to_the_heading() -> None:
    head = "<title>Kanne Mira | Keramik</title>" + _data(name="Kanne Mira | Keramik | Gratisversand")
    assert _title(f"<h1>Kanne Mira</h1>{BUY}", head) == "Kanne Mira"


@pytest.mark.parametrize("others", [1, 2])
def test_data_of_other_listings_alone_do_not_hide_the_pages_own(others: int) -> None:
    data = "".join(_data(name=f"Becher Nord {number}", sku=f"b{number}") for number in range(others))
    body = f"<html lang='de'><title>Kanne Mira</title>{data}<body><h1>Kanne Mira</h1>{BUY}".encode()
    read = read_page(body, url=URL).listings
    found = [(one.listing.title, str(one.listing.price), one.listing.images[0][-9:]) for one in read]
    assert found == [("Kanne Mira", "49.90", "/mira.jpg")]


def test_several_products_in_data_of_an_index_are_no_listing() -> None:
    items = [
        {"@type": "Product", "name": f"Becher {n}", "url": f"/p/{n}", "offers": {"price": n + 1}} for n in range(4)
    ]
    body = f"<script type='application/ld+json'>{json.dumps(items)}</script><h1>Becher</h1><p>ab 5 €</p>"
    assert read_page(f"<html>{body}".encode(), url="https://tonweide.example/c/becher").listings == ()
