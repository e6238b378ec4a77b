"""Structured data: JSON in every wrapping, references, microdata as extruct reads it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from extruct.w3cmicrodata import MicrodataExtractor
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import read_page
from crawlers.extract.document import open_document
from crawlers.extract.json_text import read_json
from crawlers.extract.microdata import microdata_of
from crawlers.extract.offers import terms_of
from crawlers.extract.schema_org import Place

URL = "https://cho-lang.vn/p/1"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=6), inner, max_size=3),
    max_leaves=8,
)
WRAPPINGS = (
    "{}",
    " \n{} ;",
    "<!-- {} -->",
    "//<![CDATA[\n{}\n//]]>",
    "<![CDATA[{}]]>",
    "/* data of the shop */ {}",
)


@given(st.dictionaries(st.text(min_size=1, max_size=6), VALUES, min_size=1, max_size=3), st.sampled_from(WRAPPINGS))
@settings(deadline=None)
def test_json_in_any_wrapping(value: dict[str, Any], wrapping: str) -> None:
    assert read_json(wrapping.format(json.dumps(value))) == value


def test_json_escaped_for_html() -> None:
    assert read_json(html.escape('{"name": "Trà & mật"}')) == {"name": "Trà & mật"}


@pytest.mark.parametrize("broken", ["", "nonsense", "{", "[1,", "{" * 100_000, '{"a":' * 50_000])
def test_what_is_no_json_is_none(broken: str) -> None:
    assert read_json(broken) in (None, {})


def test_references_are_followed_and_rings_end() -> None:
    graph = [
        {"@type": "Product", "@id": "#p", "name": "Ấm đất", "image": "/a.jpg", "offers": {"@id": "#o"}},
        {"@type": "Offer", "@id": "#o", "price": "90000", "priceCurrency": "VND", "seller": {"@id": "#p"}},
    ]
    body = f'<html><script type="application/ld+json">{json.dumps({"@graph": graph})}</script><h1>Ấm đất</h1>'
    read = read_page(body.encode(), url=URL).listings[0]
    assert (str(read.listing.price), read.sources["price"]) == ("90000", "json_ld")


ITEMS = (
    """<div itemscope itemtype="http://schema.org/Product" itemref="more"><h1 itemprop="name">Ấm <b>đất</b></h1>
    <img itemprop="image" src="/a.jpg"><meta itemprop="sku" content="7">
    <div itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span itemprop="price" content="9">9 đ</span>
    <link itemprop="availability" href="http://schema.org/InStock"></div></div>
    <p id="more"><i itemprop="color">nâu</i><time itemprop="releaseDate" datetime="2026-01-02">hôm qua</time></p>""",
    """<ul><li itemscope itemtype="http://schema.org/Product"><a itemprop="url" href="/p/2">x</a></li>
    <li itemscope itemtype="http://schema.org/Product"><a itemprop="url" href="/p/3">y</a></li></ul>""",
)


@pytest.mark.parametrize("markup", ITEMS)
def test_microdata_reads_as_extruct_does(markup: str) -> None:
    body = f"<html><body>{markup}</body></html>"
    theirs = MicrodataExtractor().extract(body, base_url=URL)
    ours = microdata_of(open_document(body.encode(), url=URL))
    assert [_flat(item) for item in ours] == [_flat_theirs(item) for item in theirs]


RDFA = """<html lang="nl"><title>Kaars Duin</title><body vocab="https://schema.org/"><div typeof="Product">
    <meta property="og:title" content="x"><h1 property="name">Kaars Duin</h1><img property="image" src="/duin.jpg">
    <div property="offers" typeof="{prefix}Offer"><meta property="{prefix}priceCurrency" content="EUR">
    <b property="{prefix}price" content="18.50">18,50</b></div></div>"""


@pytest.mark.parametrize("prefix", ["", "schema:", "https://schema.org/"])
def test_rdfa_lite_is_microdata_under_other_names(prefix: str) -> None:
    read = read_page(RDFA.format(prefix=prefix).encode(), url=URL).listings[0]
    said = (read.listing.title, str(read.listing.price), read.listing.currency, read.sources["price"])
    assert said == ("Kaars Duin", "18.50", "EUR", "microdata")
    assert microdata_of(open_document(RDFA.format(prefix=prefix).encode(), url=URL))[0]["name"] == "Kaars Duin"


STATED = '<script type="application/ld+json">{"@type":"Product","name":"Pot K3","image":"/a.jpg","offers":%s}</script>'
SHOWN_INSTEAD = [
    ('{"price": 129900, "priceCurrency": "SEK"}', "<p>1 299:-</p>", "1299", "SEK"),
    ('{"price": "79.00", "priceCurrency": "GBP"}', "<p>£64.00</p>", "64.00", "GBP"),
    ('{"price": "48.0", "priceCurrency": "GBP"}', "<p>£57.60 inc. VAT</p><p>£48.00 ex. VAT</p>", "57.60", "GBP"),
    ('{"lowPrice": 15.9, "priceCurrency": "EUR"}', "<p>18,49 €</p><p>Members 15,90 €</p>", "18.49", "EUR"),
    ('{"price": "89.00", "priceCurrency": "USD"}', "<p>C$89.00</p>", "89.00", "CAD"),
    ('{"price": "89.00", "priceCurrency": "CAD"}', "<p>$89.00</p>", "89.00", "CAD"),
    ('{"price": "24.00", "priceCurrency": "EUR"}', "<p>24,00 €</p><p>19,00 € / kg</p>", "24.00", "EUR"),
    ('{"price": "24.00", "priceCurrency": "EUR"}', "<p>Free delivery over 40,00 €</p>", "24.00", "EUR"),
]


@pytest.mark.parametrize(("offer", "shown", "price", "currency"), SHOWN_INSTEAD)
def test_what_is_stated_is_held_against_what_is_shown(offer: str, shown: str, price: str, currency: str) -> None:
    body = f"<html><title>Pot K3</title>{STATED % offer}<body><h1>Pot K3</h1>{shown}".encode()
    listing = read_page(body, url=URL.replace(".vn", ".example")).listings[0].listing
    assert (str(listing.price), listing.currency) == (price, currency)


def _flat(item: Any) -> Any:
    if isinstance(item, dict):
        return {key: _flat(value) for key, value in item.items()}
    return " ".join(item.split()) if isinstance(item, str) else item


def _flat_theirs(item: Any) -> Any:
    if isinstance(item, dict) and "properties" in item:
        inner = {key: _flat_theirs(value) for key, value in item["properties"].items()}
        return {"@type": [item["type"]], **inner}
    return " ".join(item.split()) if isinstance(item, str) else item


def test_items_that_refer_to_each_other_in_a_ring_end() -> None:
    ring = '<i id="a" itemscope itemprop="x" itemref="b"></i><i id="b" itemscope itemprop="y" itemref="a"></i>'
    assert microdata_of(open_document(f"<html><body><p>{ring}</p></body></html>".encode(), url=URL)) == []


def test_an_offer_that_only_holds_the_goods_back_is_not_the_price() -> None:
    held = {"name": "Butikkreservasjon (depositum)", "price": "500.00", "priceCurrency": "NOK"}
    whole = {"name": "Forhåndsbestilling", "price": "12990.00", "priceCurrency": "NOK"}
    place = Place(base=URL, country_hint=None)
    assert terms_of([held, whole], place).price == 12990
    assert terms_of([held], place).price == 500
