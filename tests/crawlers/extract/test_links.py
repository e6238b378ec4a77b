"""Links: absolute, canonical, once each, with a guess at what they lead to."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page
from crawlers.extract.links import is_further_page
from crawlers.extract.reading import LinkKind


@pytest.mark.parametrize(
    ("href", "text", "kind"),
    [
        ("/san-pham/am-dat", "Ấm đất", "listing"),
        ("/collections/tea/products/oolong", "Oolong", "listing"),
        ("/am-dat-i.12.345", "Ấm", "listing"),
        ("/danh-muc/gom", "Gốm", "index"),
        ("/danh-muc/gom?page=3", "3", "index"),
        ("/danh-muc/gom?page=2", "Trang sau", "next"),
        ("/danh-muc/gom?page=2", "»", "next"),
        ("/lien-he", "Liên hệ", "unknown"),
        ("/tin/thu-vien-xe-day-ven-song", "Thư viện", "listing"),
        ("/danh-muc/do-gia-dung-cho-nha-bep", "Bếp", "index"),
        ("/2025/06/01/tin-moi", "Tin mới", "listing"),
    ],
)
def test_kind(href: str, text: str, kind: LinkKind) -> None:
    links = read_page(f'<html><a href="{href}">{text}</a></html>'.encode(), url="https://shop.vn/").links
    assert [(link.kind, link.text) for link in links] == [(kind, text)]


def test_once_each_from_the_base_and_by_item_list() -> None:
    listed = '{"@type":"ItemList","itemListElement":[{"url":"/x"},{"item":{"url":"https://shop.vn/y"}}]}'
    body = (
        f'<html><head><base href="https://shop.vn/sub/"><script type="application/ld+json">{listed}</script></head>'
        '<a href="a?utm_source=1"><img></a><a href="a#top">A</a><a href="/x">X</a><a href="pic.jpg">p</a></html>'
    )
    links = read_page(body.encode(), url="https://shop.vn/").links
    assert [(link.url, link.kind, link.text) for link in links] == [
        ("https://shop.vn/sub/a", "unknown", "A"),
        ("https://shop.vn/x", "listing", "X"),
        ("https://shop.vn/y", "listing", ""),
    ]


def test_a_wall_gives_no_links() -> None:
    body = b'<title>Just a moment...</title><p>Checking your browser</p><a href="/p/1">x</a>'
    assert read_page(body, url="https://shop.vn/").links == ()


def test_listings_that_no_anchor_leads_to_come_last_in_their_own_order() -> None:
    names = ("am-dat", "chen-su", "bat-trang", "lo-hoa", "khay-tra")
    items = ",".join(f'{{"@type":"ListItem","url":"https://shop.vn/san-pham/{name}"}}' for name in names)
    page = f"""<script type="application/ld+json">{{"@type":"ItemList","itemListElement":[{items}]}}</script>
        <a href="/san-pham/lo-hoa">Lọ hoa</a>"""
    links = read_page(f"<html>{page}</html>".encode(), url="https://shop.vn/danh-muc/gom").links
    ordered = ("lo-hoa", "am-dat", "chen-su", "bat-trang", "khay-tra")
    assert [link.url for link in links] == [f"https://shop.vn/san-pham/{name}" for name in ordered]


@pytest.mark.parametrize(
    ("address", "further"),
    [
        ("https://shop.vn/detail/60/?page=1", True),
        ("https://shop.vn/detail/60/?page=2&sort=new", False),
        ("https://shop.vn/detail/60/", False),
        ("https://shop.vn/detail/61/?page=1", False),
        ("https://shop.vn/detail/60/?p=123", False),
    ],
)
def test_what_pages_through_a_page_differs_in_the_number_alone(address: str, further: bool) -> None:
    assert is_further_page(address, "https://shop.vn/detail/60/") == further
