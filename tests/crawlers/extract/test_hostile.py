"""Hostile pages: whatever comes, a reading or a reason, in bounded work, and nothing of the house breaks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import read_page
from crawlers.extract.markup import MAX_BYTES
from listings.page import UNREADABLE_REASONS

URL = "https://cho-lang.vn/p/1"
PRODUCT = '<h1>Ấm đất</h1><span class="price">90.000₫</span>'

BOMBS = {
    "deep": b"<div>" * 100_000 + b"x" + b"</div>" * 100_000,
    "deep items": b"<html>"
    + b'<div itemscope itemprop="a" itemtype="http://schema.org/Product">' * 3000
    + b"x" * 100_000,
    "wide items": b"<html><h1>x</h1>"
    + b'<p itemscope itemtype="http://schema.org/Product"><b itemprop="name">y</b></p>' * 20_000,
    "item references": b'<html><div id="a" itemprop="x">' + b'<i itemscope itemref="a a a a a a a a"></i>' * 3000,
    "state": b"<html><h1>x</h1><script>window.__STATE__ = " + b'{"price":1,"a":' * 60_000 + b"</script>",
    "many states": b"<html><h1>x</h1>" + b"<script>var a = {price: 1, name: 'x'};</script>" * 3000,
    "starts of state": b"<html><h1>x</h1><script>" + b"var price = {" * 60_000 + b"</script>",
    "many alternates": b"<html>" + b'<link rel="alternate" hreflang="vi" href="/x">' * 20_000 + b"<h1>x</h1>",
    "many struck": b"<html><h1>x</h1>" + b"<del>1.000 d</del>" * 20_000,
    "price words": b"<html><h1>x</h1><p>" + b"was: is: " * 60_000 + b"<b>9 EUR</b></p>",
    "item ring": b"<html><h1>x</h1>" + b'<i id="a" itemscope itemprop="x" itemref="a"></i>' * 3000,
    "deep json": b'<html><script type="application/ld+json">' + b"[" * 200_000 + b"</script>",
    "broken json": b'<html><script type="application/ld+json">{' + b'"a": "b\\", // x ' * 20_000 + b"</script>",
    "many blocks": b"<html>" + b'<script type="application/ld+json">{"@type":"Product","name":"x"}</script>' * 5000,
    "json graph": b'<html><script type="application/ld+json">'
    + json.dumps(
        {"@graph": [{"@type": "Product", "name": str(i), "offers": {"price": i}} for i in range(6000)]}
    ).encode()
    + b"</script>",
    "style rules": b"<html><title>x y</title><style>"
    + b"div div div div { font-size: 2em } .a > .b { display: none }" * 4000
    + b"</style>"
    + b'<div class="a b"><b>x</b>9 EUR' * 200
    + b"<div>1</div>" * 3000,
    "marks alone": b"<html><title>x y</title><div>" + b"<i>EUR</i>" * 20_000 + b"</div>",
    "prices without a title": b"<html><title>x y</title>" + b"<div><b>9 EUR</b> 10% 4 x</div>" * 10_000,
    "texts without a title": b"<html><title>x y</title><div>"
    + b"<p>some words here</p>" * 20_000
    + b"<b>9 EUR</b></div>",
    "pictures": b"<html><h1>x</h1>"
    + b'<img src="/a.jpg" srcset="/b.jpg 1w" alt="x"><p style="background:url(c.jpg)">' * 9000,
    "spans of digits": b'<html><h1>x</h1><p class="price">' + b"<b>12</b>" * 30_000 + b"</p>",
    "many elements": b"<html>" + b"<b>1</b>" * 200_000,
    "many prices": b"<html><h1>x</h1>" + b'<p class="price">1.000 d</p>' * 30_000,
    "many headings": b"<html>" + b"<h1>x y z</h1>" * 20_000,
    "many links": b"<html>" + b'<a href="/p/1">x</a>' * 50_000,
    "attributes": b"<html><h1 " + b" ".join(b'a%d="x"' % i for i in range(50_000)) + b">x</h1>",
    "spaces": b"<html><title>" + b" " * 3_000_000 + b"</title>" + b"\t" * 1_000_000,
    "one long word": b"<html><h1>" + b"1" * 2_000_000 + b"</h1><p class=price>" + b"1." * 200_000 + b"</p>",
    "open tags": b"<html>" + b"<" * 500_000,
    "entities": b"<html><p class=description>" + b"&amp;lt;p&amp;gt;" * 100_000,
    "nested description": b"<html>" + b"<div class=description>" * 200 + b"text " * 100_000,
    "nuls": b"\x00<\x00h\x00t\x00m\x00l\x00>" * 1000,
    "utf-16": "<html><h1>x</h1></html>".encode("utf-16"),
    "cdata": b"<html><![CDATA[" * 50_000,
    "xml entity": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    b"<html><h1>&b;</h1></html>",
    "local entity": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><h1>&f;</h1></html>',
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_gives_a_reading(body: bytes) -> None:
    reading = read_page(body, url=URL)
    assert bool(reading.listings) != (reading.unreadable in UNREADABLE_REASONS)
    assert "root:" not in repr(reading)


def test_too_large_is_said_not_cut() -> None:
    body = PRODUCT.encode() + b" " * MAX_BYTES
    assert read_page(body, url=URL).unreadable == "too_large"


def test_a_bomb_beside_a_product_does_not_hide_it() -> None:
    body = f'<html><script type="application/ld+json">{"[" * 100_000}</script><body>{PRODUCT}</body></html>'
    assert [read.listing.title for read in read_page(body.encode(), url=URL).listings] == ["Ấm đất"]


def test_links_inward_and_scripts_are_no_links() -> None:
    body = b'<html><a href="javascript:x">1</a><a href="file:///etc/passwd">2</a><a href="data:a,x">3</a>'
    body += b'<a href="http://[">4</a>'
    assert read_page(body, url=URL).links == ()


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes(noise: bytes) -> None:
    reading = read_page(b"<html><body>" + noise + PRODUCT.encode(), url=URL, media_type="text/html; charset=nonsense")
    assert bool(reading.listings) != (reading.unreadable in UNREADABLE_REASONS)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@graph",
                    "name",
                    "offers",
                    "price",
                    "priceCurrency",
                    "image",
                    "seller",
                    "url",
                    "brand",
                    "sku",
                ]
            ),
            inner,
        )
    ),
    max_leaves=25,
)


@given(_JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_ld(data: object) -> None:
    """Shops write every shape; none may stop the reading."""
    product = json.dumps({"@type": "Product", "name": "x", "offers": data, "image": data, "brand": data, "sku": data})
    whole = json.dumps(data)
    blocks = (f'<script type="application/ld+json">{block}</script>' for block in (product, whole))
    body = f"<html>{''.join(blocks)}"
    reading = read_page(body.encode("utf-8", "replace"), url=URL)
    assert bool(reading.listings) != (reading.unreadable in UNREADABLE_REASONS)


@pytest.mark.parametrize("media_type", ["application/json", "image/png", "application/pdf"])
def test_other_media_are_no_page(media_type: str) -> None:
    assert read_page(PRODUCT.encode(), url=URL, media_type=media_type).unreadable == "not_html"
