"""Which addresses are views of one page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawlers.spiders.variants import MAX_KNOWN, MAX_PATHS, VIEWS_PER_INDEX, Variants
from listings.listing import Listing
from listings.page import PageKind, PageOutcome, ReadListing, WantedPage

SHOP = "https://cho-lang.vn"


def page(path: str, kind: PageKind = "unknown") -> WantedPage:
    return WantedPage(url=f"{SHOP}{path}", kind=kind)


def admitted(variants: Variants, *paths: str, kind: PageKind = "unknown") -> list[str]:
    return [each.url.removeprefix(SHOP) for each in variants.admitted(page(path, kind) for path in paths)]


def learned(asked: str, own: str) -> Variants:
    """Read a listing at an address that calls another one its own."""
    variants = Variants()
    read = ReadListing(listing=Listing(id="1", url=f"{SHOP}{own}", title="Nón lá"))
    variants.learn(PageOutcome(page=page(asked), state="read", listings=(read,)))
    return variants


def test_an_address_is_admitted_once_whatever_its_scheme_case_or_final_slash() -> None:
    assert admitted(Variants(), "/p/non", "/p/non/", "/P/Non", "/p/NON", "/p/no") == ["/p/non", "/p/no"]
    variants = Variants()
    assert len(variants.admitted([page("/p/a"), WantedPage(url="http://cho-lang.vn/p/a", kind="unknown")])) == 1
    assert admitted(variants, "/p/a") == ["/p/a"]


def test_ids_keep_their_letters() -> None:
    assert admitted(Variants(), "/v/aBcD9x", "/v/abcd9x") == ["/v/aBcD9x", "/v/abcd9x"]


def test_parameters_that_a_listing_does_without_are_dropped_elsewhere() -> None:
    variants = learned("/p/1?mau=do&id=7", "/p/1?id=7")
    # The same address twice is the frontier's business: it knows each once.
    assert set(admitted(variants, "/p/2?id=8&mau=xanh", "/p/2?mau=den&id=8")) == {"/p/2?id=8"}
    assert admitted(variants, "/ke?mau=do", kind="index") == ["/ke?mau=do"], "an index is another one with a filter"


def test_paging_is_never_taken_for_a_void_parameter() -> None:
    variants = learned("/p/1?page=2&ref=a", "/p/1")
    assert admitted(variants, "/ke?page=2&ref=a", "/ke?page=3&ref=a") == ["/ke?page=2", "/ke?page=3"]


def test_a_listing_that_stands_elsewhere_says_nothing_of_parameters() -> None:
    assert admitted(learned("/q?id=7", "/p/7"), "/q?id=8", "/q?id=9") == ["/q?id=8", "/q?id=9"]


def test_views_of_one_index_are_bounded_and_its_pages_are_not() -> None:
    variants = Variants()
    filters = [f"/ke?mau={number}" for number in range(VIEWS_PER_INDEX + 20)]
    assert admitted(variants, *filters) == filters[:VIEWS_PER_INDEX]
    pages = [f"/ke?page={number}" for number in range(VIEWS_PER_INDEX + 20)]
    assert admitted(variants, *pages) == pages
    assert admitted(variants, "/ke?mau=3&page=2") == ["/ke?mau=3&page=2"], "a page of a view that is known"
    assert admitted(variants, "/khac?mau=99") == ["/khac?mau=99"], "another index has its own views"
    listings = [f"/p?id={number}" for number in range(VIEWS_PER_INDEX + 20)]
    assert admitted(variants, *listings, kind="listing") == listings


def test_pictures_and_sitemaps_are_left_alone() -> None:
    variants = learned("/p/1?w=3", "/p/1")
    for kind in ("image", "sitemap"):
        assert admitted(variants, "/a.jpg?w=3", "/A.jpg?w=3", kind=kind) == ["/a.jpg?w=3", "/A.jpg?w=3"]


@given(st.lists(st.text(max_size=30), max_size=20), st.text(max_size=30), st.text(max_size=30))
def test_no_address_is_too_odd_and_none_comes_twice(paths: list[str], asked: str, own: str) -> None:
    variants = learned(f"/{asked}", f"/{own}")
    found = [each.url for each in variants.admitted(page(f"/{path}") for path in dict.fromkeys(paths))]
    assert len(set(found)) >= len(found) - len(paths) + len(set(paths))
    assert len(found) <= len(paths)


def test_what_is_remembered_is_bounded_and_the_latest_stay_known() -> None:
    variants = Variants()
    paths = [f"/c/{number}?view={number}" for number in range(MAX_KNOWN + 1)]
    assert admitted(variants, *paths) == paths
    assert len(variants._known) <= MAX_KNOWN
    assert len(variants._views) <= MAX_PATHS
    assert admitted(variants, paths[-1].replace("/c/", "/C/")) == []
    assert admitted(variants, paths[0].replace("/c/", "/C/")) != []
