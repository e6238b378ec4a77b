"""Addresses: one spelling each, idempotent, and sites told apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from listings.errors import InvalidInput
from listings.urls import canonical_url, same_site, site_of

TABLE = [
    ("HTTP://User:secret@EXAMPLE.com:80/a/./b/../c%7e?b=2&a=1&utm_source=x#part", "http://example.com/a/c~?a=1&b=2"),
    ("https://shop.vn:443", "https://shop.vn/"),
    ("https://shop.vn:8443/a", "https://shop.vn:8443/a"),
    ("https://shop.vn/Sản phẩm?q=cà phê", "https://shop.vn/S%E1%BA%A3n%20ph%E1%BA%A9m?q=c%C3%A0%20ph%C3%AA"),
    ("https://shop.vn/a%2fb%e1", "https://shop.vn/a%2Fb%E1"),
    ("https://shop.vn/100%", "https://shop.vn/100%25"),
    ("http://chợ.vn/", "http://xn--ch-m0s.vn/"),
    ("https://shop.vn/a;jsessionid=ABC?fbclid=1&gclid=2&id=3", "https://shop.vn/a?id=3"),
    (" https://shop.vn/a\n", "https://shop.vn/a"),
    ("https://shop.vn./a?", "https://shop.vn/a"),
    ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
]


@pytest.mark.parametrize(("given_url", "canonical"), [row for row in TABLE if "chợ" not in row[0]])
def test_table(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical


def test_international_host_is_ascii() -> None:
    assert canonical_url("http://CHỢ.vn/") == canonical_url("http://chợ.vn")
    assert canonical_url("http://chợ.vn").isascii()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.vn/a",
        "ftp://shop.vn",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://a b/",
        "http://x:99999/",
        "javascript:alert(1)",
    ],
)
def test_no_web_address(url: str) -> None:
    with pytest.raises(InvalidInput):
        canonical_url(url)
    assert site_of(url) == ""
    assert not same_site(url, "https://shop.vn")


URLS = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["shop.vn", "WWW.Shop.vn.", "exämple.com", "127.0.0.1", "[::1]", "a_b.shop.co.uk"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=30),
    st.text(max_size=30),
    st.text(max_size=10),
)


@given(URLS)
@example("http://shop.vn/%41%zz%2e%2e/%252e")
@example("http://shop.vn/a/..//./b/.")
def test_idempotent(url: str) -> None:
    try:
        once = canonical_url(url)
    except InvalidInput:
        return
    assert canonical_url(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.shop.vn/a", "http://m.shop.vn/b", True),
        ("https://a.com.vn", "https://b.com.vn", False),
        ("https://x.shop.com.vn", "https://y.shop.com.vn", True),
        ("https://one.myshopify.com", "https://two.myshopify.com", False),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b", True),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/a", False),
        ("https://shop.vn", "https://shop.vn.evil.com", False),
    ],
)
def test_same_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


def test_site_of() -> None:
    assert site_of("https://WWW.Shop.vn:8080/a") == "shop.vn"
