"""Which of a page's copies in several languages speaks for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.reading import Link
from crawlers.spiders.languages import FEW_LINKS, in_one_language, mark_of, speaking_copy

SHOP = "https://cho-lang.vn"


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("/vi/p/1", "vi"), ("/en-US/p/1", "en-us"), ("/pt_BR/p", "pt-br"), ("/p/1?lang=fr", "fr"),
        ("/p/1?hl=DE", "de"), ("/p/vi/1", ""), ("/it/p", ""), ("/id/7", ""), ("/video/1", ""), ("/p/1?lang=xx", ""),
        ("/en/p?lang=vi", "vi"),
    ],
)  # fmt: skip
def test_the_language_an_address_names(address: str, mark: str) -> None:
    assert mark_of(f"{SHOP}{address}") == mark


def test_the_language_in_the_host() -> None:
    assert mark_of("https://en.cho-lang.vn/p/1") == "en"
    assert mark_of("https://www.cho-lang.vn/p/1") == ""


COPIES = {"vi": f"{SHOP}/non-la", "en": f"{SHOP}/en/hat", "fr": f"{SHOP}/fr/chapeau", "x-default": f"{SHOP}/en/hat"}


def test_the_language_of_the_start_goes_first() -> None:
    assert speaking_copy(COPIES, COPIES["en"], f"{SHOP}/fr/") == COPIES["fr"]
    assert speaking_copy(COPIES, COPIES["fr"], f"{SHOP}/fr/") is None


def test_then_the_sites_default_then_the_unmarked_then_vietnamese() -> None:
    start = f"{SHOP}/"
    assert speaking_copy(COPIES, COPIES["vi"], start) == COPIES["en"]
    without = {tag: address for tag, address in COPIES.items() if tag != "x-default"}
    assert speaking_copy(without, COPIES["fr"], start) == COPIES["vi"]
    assert speaking_copy(without, COPIES["vi"], start) is None
    marked = {**without, "vi": f"{SHOP}/vi/non-la"}
    assert speaking_copy(marked, COPIES["en"], start) == f"{SHOP}/vi/non-la"
    assert speaking_copy({"en": COPIES["en"], "fr": COPIES["fr"]}, COPIES["fr"], start) == COPIES["en"]


def test_a_language_that_only_the_tag_names() -> None:
    named = {"de": f"{SHOP}/hut", "fr": f"{SHOP}/chapeau"}
    assert speaking_copy(named, named["fr"], f"{SHOP}/de/") == named["de"]


def test_a_page_alone_speaks_for_itself() -> None:
    assert speaking_copy({}, f"{SHOP}/a", SHOP) is None
    assert speaking_copy({"vi": f"{SHOP}/a", "x-default": f"{SHOP}/a"}, f"{SHOP}/b", SHOP) is None


def links(*paths: str) -> list[Link]:
    return [Link(url=f"{SHOP}{path}") for path in paths]


def test_links_into_other_languages_are_left_out() -> None:
    mixed = links("/a", "/en/a", "/fr/a", "/b", "/c")
    assert in_one_language(mixed, f"{SHOP}/") == links("/a", "/b", "/c")
    assert in_one_language(mixed, f"{SHOP}/en/") == links("/a", "/en/a", "/b", "/c")


def test_a_doorway_leads_into_all_of_them() -> None:
    doorway = links("/en/", "/fr/", *(f"/{number}" for number in range(FEW_LINKS - 1)))
    assert in_one_language(doorway, f"{SHOP}/") == doorway


ADDRESSES = st.builds(lambda tail: f"{SHOP}/{tail}", st.text(max_size=30))


@given(st.dictionaries(st.sampled_from(["vi", "en", "fr", "x-default"]), ADDRESSES, max_size=4), ADDRESSES)
def test_every_copy_names_the_same_one(alternates: dict[str, str], start: str) -> None:
    chosen = {speaking_copy(alternates, f"{SHOP}/elsewhere", start) for _ in range(2)}
    assert len(chosen) == 1
    assert chosen <= {None, *alternates.values()}
