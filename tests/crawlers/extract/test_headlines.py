"""Which text is the listing's title where the page's titles do not say, and where data speak of something else."""

from __future__ import annotations

import json

import pytest

from crawlers.extract import read_page
from crawlers.extract.resolve_title import without_name

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


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("램스울 크롭 가디건 - 하늘가게", "램스울 크롭 가디건"),
        ("Ấm đất nung | 하늘가게", "Ấm đất nung"),
        ("하늘가게", "하늘가게"),
        ("Áo dài - tay lỡ", "Áo dài - tay lỡ"),
    ],
)
def test_the_name_a_page_gives_its_site_is_cut_off_behind_a_joint(title: str, left: str) -> None:
    assert without_name(title, ("하늘가게",)) == left


def test_the_fullest_of_the_texts_a_title_holds_is_the_headline() -> None:
    page = """<html lang="zh-CN"><title>【乐厨LC-IH40】乐厨 IH电饭煲4L 智能预约 曜石黑【报价 评测】-京禾</title><body>
        <div><span>乐厨LC-IH40</span></div><div><div class="sku-name">乐厨 IH电饭煲4L 智能预约 曜石黑</div>
        <div class="p-price">￥649.00</div><a class="btn" href="#">加入购物车</a></div></body></html>"""
    read = read_page(page.encode(), url="https://item.jinghe.example/1.html")
    assert read.listings[0].listing.title == "乐厨 IH电饭煲4L 智能预约 曜石黑"


def test_a_programs_own_name_is_no_title() -> None:
    page = """<html><meta property="og:title" content="Messer 21"><title>Kochmesser Rigi 21 cm</title>
        <script type="application/ld+json">{"@type":"Product","name":"rigi_21_DE_v3",
        "offers":{"price":149,"priceCurrency":"CHF"}}</script><h2>Kochmesser Rigi 21 cm</h2>
        <p class="price">CHF 149.–</p><button>In den Warenkorb</button></html>"""
    read = read_page(page.encode(), url="https://schmiede.example/messer/rigi")
    assert read.listings[0].listing.title == "Kochmesser Rigi 21 cm"


NAME = "Kanne Mira K3 (1,5 Liter, Steingut, innen blau glasiert, mit Deckel und Sieb)"
DATA = json.dumps({"@type": "Product", "name": NAME, "image": "/i/mira.jpg", "offers": {"price": "49.90"}})


def _titled(title: str, more: str = "") -> str:
    return f"<title>{title}</title><meta property='og:title' content='{title}'>{more}"


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        (_titled("Kanne Mira K3 - bester Preis, in drei Raten zu 0 %"), "Krug Kanne Mira K3"),
        (_titled("Kanne Mira K3 kaufen", f"<script type='application/ld+json'>{DATA}</script>"), NAME),
    ],
)
def test_a_heading_that_holds_the_pages_title_is_the_fuller_name(head: str, heading: str) -> None:
    assert _title(f"<h1>{heading}</h1>{BUY}", head) == heading


def test_a_heading_that_holds_a_word_or_two_of_it_is_not() -> None:
    head = _titled("Aus Ton - Kanne Mira in Blau mit Deckel")
    assert _title(f"<h1>Alles aus Ton</h1><h2>Kanne Mira in Blau</h2>{BUY}", head) != "Alles aus Ton"
