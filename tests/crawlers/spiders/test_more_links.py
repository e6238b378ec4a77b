"""Links that no anchor holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.sites.catalogue import site_profile
from crawlers.spiders.links import followed_pages
from crawlers.spiders.more_links import MAX_DEPTH, MAX_FOUND, json_links, more_links
from listings.page import WantedPage
from listings.urls import same_site

BASE = "https://cho-lang.vn/ke"
INDEX = WantedPage(url=BASE, kind="index")
PROFILE = site_profile("generic_shop")


def nexts(body: str) -> list[str]:
    found = more_links(body.encode(), BASE)
    assert {link.kind for link in found} <= {"next"}
    return [link.url for link in found]


@pytest.mark.parametrize(
    "body",
    [
        '<button data-next="/ke?page=2">Xem thêm</button>',
        "<div data-load-more-url = '?page=2'>",
        '<button DATA-URL="https://cho-lang.vn/ke?page=2">',
        '<a data-href="/ke?page=2&amp;"></a>',
        '<script>window.s = {"next": "\\/ke?page=2"}</script>',
        '<script>{"nextPageUrl" : "/ke?page=2"}</script>',
    ],
)
def test_the_next_page_of_a_button_or_script(body: str) -> None:
    assert [url.rstrip("&") for url in nexts(body)] == ["https://cho-lang.vn/ke?page=2"]


@pytest.mark.parametrize(
    "body",
    [
        '<img data-url="/a.jpg">',
        '<div data-href="/p/non-la">',
        '<script>{"next": "/p/non-la"}</script>',
        '<button data-next="">',
        "<p>next: /ke?page=2</p>",
    ],
)
def test_what_leads_to_no_further_page_is_left(body: str) -> None:
    assert nexts(body) == []


def test_thousands_of_buttons_are_bounded_and_each_page_comes_once() -> None:
    many = "".join(f'<b data-next="/ke?page={number}">' for number in range(MAX_FOUND * 2))
    assert len(nexts(many)) == MAX_FOUND
    assert len(nexts('<b data-next="/ke?page=2">' * 9)) == 1


def test_an_index_that_answers_as_json() -> None:
    answer = {
        "items": [{"url": "/san-pham/non-la-601232.html", "image": "/a b"}, {"html": "<a href='/ke/khac'>x</a>"}],
        "next_page_url": "/api/ke?page=2",
        "note": "see /ke",
    }
    found = {
        link.url.removeprefix("https://cho-lang.vn"): link.kind
        for link in json_links(json.dumps(answer).encode(), BASE)
    }
    assert found == {"/san-pham/non-la-601232.html": "listing", "/ke/khac": "unknown", "/api/ke?page=2": "next"}


def test_what_is_no_json_or_nested_without_end_gives_nothing() -> None:
    assert json_links(b"<html>", BASE) == ()
    assert json_links(b"[" * 100_000, BASE) == ()
    deep: object = "/ke/sau"
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    assert json_links(json.dumps(deep).encode(), BASE) == ()
    assert len(json_links(json.dumps([f"/p/{n}" for n in range(MAX_FOUND * 2)]).encode(), BASE)) == MAX_FOUND


def test_a_program_in_the_place_of_an_address_is_not_followed() -> None:
    found = more_links(b'<button data-next="javascript:load(2)?page=2"><b data-next="//khac.example/?page=2">', BASE)
    assert followed_pages(found, INDEX, BASE, PROFILE) == ()


JSON = st.recursive(
    st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


@given(st.binary(max_size=300), JSON)
def test_no_page_is_too_odd(body: bytes, value: object) -> None:
    found = (*more_links(body, BASE), *json_links(body, BASE), *json_links(json.dumps(value).encode(), BASE))
    assert all(same_site(page.url, BASE) for page in followed_pages(found, INDEX, BASE, PROFILE))
