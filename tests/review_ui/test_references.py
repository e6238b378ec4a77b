"""What references and fingerprints add to the screens: the same picture elsewhere, and references set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from listings.finding import Verdict
from listings.flood import ALWAYS_ALLOWED
from listings.page import ReadListing
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import COPY, HOSTILE, REFERENCE, digest, findings_of, listing_of

People = Callable[[str], Person]
NOW = datetime.now(UTC)


def show_in(person: Person, language: str) -> None:
    person.send("/language", language=language, back="/")


@pytest.mark.parametrize(("language", "words"), [("vi", "1 người bán khác"), ("en", "1 other sellers")])
def test_the_same_picture_at_another_seller_is_linked(
    stores: Stores, person: People, language: str, words: str
) -> None:
    ids = stores.pictures.keep({digest(COPY): bytes(32)})
    stores.pictures.unite(dict.fromkeys(ids.values(), ()))
    lan = person("lan")
    show_in(lan, language)
    section = BeautifulSoup(lan.client.get("/hits/1").text, "lxml").select_one("section[aria-labelledby=same-pictures]")
    assert section is not None
    assert words in section.get_text()
    (link,) = section.select("a")
    assert (link["href"], link.get_text()) == ("/hits/3", HOSTILE)


def test_without_another_seller_nothing_is_said(stores: Stores, person: People) -> None:
    assert 'id="same-pictures"' not in person("lan").client.get("/hits/1").text


@pytest.mark.parametrize(("language", "words"), [("vi", "đang tạm gác"), ("en", "set aside")])
def test_the_queue_says_what_is_set_aside(stores: Stores, person: People, language: str, words: str) -> None:
    lan = person("lan")
    show_in(lan, language)
    assert words not in lan.client.get("/").text
    for number in range(3, 4 + ALWAYS_ALLOWED):
        keep_flooded(stores, number)
    assert stores.references.watch(NOW).references == {digest(REFERENCE)}
    page = lan.client.get("/").text
    assert words in page
    assert f"soi brand release {digest(REFERENCE)[:12]}" in page


def keep_flooded(stores: Stores, number: int) -> None:
    listing = replace(listing_of(number), id=f"flood-{number}", images=())
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=[], now=NOW)
    found = findings_of(listing, with_picture=True)
    stores.judgements.keep(kept.version_id, "mau-1", Verdict(findings=found, risk=0.9), NOW)


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Có thể là tin đăng lại: cùng ảnh"), ("en", "Perhaps listed again: the same picture")],
)
def test_what_a_listing_repeats_stands_at_its_head(stores: Stores, person: People, language: str, words: str) -> None:
    ids = stores.pictures.keep({digest(COPY): bytes(32)})
    stores.pictures.unite(dict.fromkeys(ids.values(), ()))
    stores.hits.decide(3, "ha", "confirm", "false_claim", now=NOW)
    (takedown,) = stores.takedowns.build(NOW, lambda _: "generic")
    stores.takedowns.mark(takedown.id, "sent", None, "ha", NOW)
    lan = person("lan")
    show_in(lan, language)
    assert 'id="relisted"' not in lan.client.get("/hits/1").text
    stores.takedowns.mark(takedown.id, "removed", None, "ha", NOW)
    line = BeautifulSoup(lan.client.get("/hits/1").text, "lxml").select_one("#relisted")
    assert line is not None
    assert words in line.get_text()
    (link,) = line.select("a")
    assert (link["href"], link.get_text()) == ("/hits/3", HOSTILE)
