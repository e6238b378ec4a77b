"""Words read in a picture: shown with the marked place, without a reference that is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from listings.finding import Finding, ImageRegion, UnreadableImage, Verdict
from listings.page import ReadListing
from listings.wording import Wording
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import COPY, NOW, digest, finding, listing_of

People = Callable[[str], Person]
WORDS = "Chữa khỏi <b>tiểu đường</b>"


def pictured(category: str, text: str, box: tuple[int, int, int, int]) -> Finding:
    region = ImageRegion(image=digest(COPY), box=box, text=text)
    return finding(category, 0.9, Wording("Có dấu hiệu.", "It seems so."), regions=(region,))


@pytest.fixture
def hit(stores: Stores) -> int:
    """Keep a hit with two claims in one picture."""
    listing = listing_of(8)
    read = ReadListing(listing=listing)
    kept = stores.listings.keep_imported(read, capture=None, images=[(listing.images[0], COPY)], now=NOW)
    said = (pictured("disease_cure", WORDS, (10, 20, 90, 30)), pictured("guarantee", "Cam kết", (10, 60, 90, 30)))
    hit = stores.judgements.keep(kept.version_id, "mau-1", Verdict(findings=said, risk=0.9), NOW)
    assert hit is not None
    return hit


@pytest.mark.parametrize(("language", "said"), [("vi", "Chữ đọc từ ảnh"), ("en", "Read from the picture")])
def test_two_claims_in_one_picture_are_two_marked_places(person: People, hit: int, language: str, said: str) -> None:
    lan = person("lan")
    lan.send("/language", language=language, back="/")
    tree = BeautifulSoup(lan.page(f"/hits/{hit}"), "lxml")
    figures = tree.select(".pairs figure")
    marked = [figure.select("img[data-box]") for figure in figures]
    assert [image["data-box"] for images in marked for image in images] == ["10,20,90,30", "10,60,90,30"]
    assert {image["src"] for images in marked for image in images} == {f"/evidence/image/{digest(COPY)}"}
    assert [words.get_text() for figure in figures for words in figure.select("mark")] == [WORDS, "Cam kết"]
    assert all(said in figure.get_text() for figure in figures)
    assert "/evidence/reference/" not in str(figures)
    quoted = [quote.get_text() for quote in tree.select(".finding.label blockquote mark")]
    assert quoted == [WORDS, "Cam kết"]


def test_the_calls_give_the_words_and_no_reference(person: People, hit: int) -> None:
    lan = person("lan")
    given = lan.call("GET", f"/hits/{hit}").json()["findings"]
    assert [one["regions"][0]["text"] for one in given] == [WORDS, "Cam kết"]
    assert {one["regions"][0]["reference"] for one in given} == {None}


@pytest.mark.parametrize(("reason", "shown"), [("timed_out", True), ("image_broken", False)])
def test_a_picture_whose_words_took_too_long_is_shown_and_named_unread(
    person: People, stores: Stores, reason: str, shown: bool
) -> None:
    listing = listing_of(8)
    images = [(listing.images[0], COPY)]
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=images, now=NOW)
    unread = (UnreadableImage(digest=digest(COPY), reason=reason),)
    said = finding("disease_cure", 0.9, Wording("Có dấu hiệu.", "It seems so."))
    told = Verdict(findings=(said,), risk=0.9, unreadable=unread)
    number = stores.judgements.keep(kept.version_id, "mau-1", told, NOW)
    tree = BeautifulSoup(person("lan").page(f"/hits/{number}"), "lxml")
    assert [image["src"] for image in tree.select(".strip img")] == [f"/evidence/image/{digest(COPY)}"] * shown
    assert listing.images[0] in tree.select(".unread")[0].get_text()


def test_the_takedown_page_says_where_the_words_were_read(person: People, stores: Stores, hit: int) -> None:
    stores.hits.decide(hit, "lan", "confirm", "false_claim", now=NOW)
    stores.takedowns.build(NOW, lambda _: "generic")
    assert "(chữ đọc từ ảnh)" in person("ha").page("/takedowns")
