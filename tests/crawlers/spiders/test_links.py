from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.reading import Link, LinkKind
from crawlers.sites.catalogue import site_profile
from crawlers.spiders.links import MAX_LINKS, MAX_URL, followed_pages, start_pages
from listings.page import WantedPage
from listings.urls import same_site

PROFILE = site_profile("generic_shop")
START = "https://shop.example/"
PAGE = WantedPage(url=START, kind="index", depth=3)


def follow(url: str, kind: LinkKind = "unknown", page: WantedPage = PAGE) -> WantedPage | None:
    return next(iter(followed_pages([Link(url=url, kind=kind)], page, START, PROFILE)), None)


def test_listings_go_before_indexes_and_indexes_before_the_rest() -> None:
    urls = ("https://shop.example/p/kem-1", "https://shop.example/danh-muc/kem", "https://shop.example/gioi-thieu")
    found = [follow(url) for url in urls]
    assert [page.kind for page in found if page] == ["listing", "index", "unknown"]
    priorities = [page.priority for page in found if page]
    assert priorities == sorted(priorities, reverse=True)


def test_carts_logins_sorted_views_and_files_are_skipped() -> None:
    for path in ("gio-hang", "dang-nhap?next=/", "c/kem?sort=price", "p/kem?add-to-cart=1", "bang-gia.pdf"):
        assert follow(f"https://shop.example/{path}") is None


def test_the_bound_on_depth_holds_for_pages_and_not_for_paging() -> None:
    deep = WantedPage(url=START, kind="index", depth=PROFILE.bounds.depth)
    assert follow("https://shop.example/p/kem", page=deep) is None
    following = follow("https://shop.example/danh-muc/kem?page=2", "next", page=deep)
    assert following is not None
    assert following.depth == deep.depth


def test_a_page_with_endless_links_is_cut_and_each_is_wanted_once() -> None:
    links = [Link(url=f"https://shop.example/x/{number % 5000}") for number in range(20_000)]
    found = followed_pages(links, PAGE, START, PROFILE)
    assert len(found) == len({page.url for page in found}) == MAX_LINKS
    assert follow("https://shop.example/" + "a" * MAX_URL) is None


@given(st.text(max_size=100))
def test_only_web_addresses_of_the_same_site_are_followed(text: str) -> None:
    for url in (text, f"https://{text}", f"https://shop.example{text}"):
        found = follow(url)
        assert found is None or (found.url.startswith(("http://", "https://")) and same_site(found.url, START))


def test_starts_are_canonical_and_come_first() -> None:
    (start,) = start_pages(["HTTPS://Shop.Example:443/#top"], PROFILE)
    assert start.url == "https://shop.example/"
