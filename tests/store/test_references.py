from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from listings.errors import NotFound
from listings.finding import Finding, Verdict
from listings.flood import ALWAYS_ALLOWED, SetAside, most_allowed
from listings.page import ReadListing
from store.open import Stores
from store.versions import Origin, keep_listings
from tests.store.samples import NOW, keep_import, label, listing, region, signal, verdict

REFERENCE = "0" * 64
DAY = timedelta(days=1)


def photo(image: str = "a" * 64, reference: str = REFERENCE) -> Finding:
    found = replace(region(image), reference=reference)
    return replace(signal(), category="official_photo", regions=(found,))


def matched(stores: Stores, numbers: range, at: datetime = NOW, *, judge: str = "j", image: str = "a" * 64) -> None:
    for number in numbers:
        version = keep_import(stores, listing(number))
        stores.judgements.keep(version, judge, verdict(label(), photo(image)), at)


def without_effect(stores: Stores, judge: str) -> None:
    """Judge what waits as a judge does that was told of the reference that was set aside."""
    for version in stores.listings.unjudged(None):
        held = Verdict(findings=(label(),), risk=0.6, aside=(replace(photo(), kind="shadow"),))
        stores.judgements.keep(version, judge, held, NOW)


@pytest.mark.parametrize(
    ("usual", "released", "stored", "allowed"),
    [(0, 0, 0, 20), (3.9, 0, 0, 20), (10, 0, 0, 50), (0, 90, 0, 90), (30, 90, 0, 150), (0, 0, 10_000, 100)],
)
def test_the_rule(usual: float, released: int, stored: int, allowed: float) -> None:
    assert most_allowed(usual, released, stored) == allowed


def test_a_new_reference_may_match_one_in_a_hundred_of_what_is_stored(stores: Stores) -> None:
    reads = [ReadListing(listing=listing(number)) for number in range(100, 2_450)]
    with stores.database.writing() as session:
        keep_listings(session, reads, Origin(captured_at=NOW))
    matched(stores, range(23))
    assert stores.references.watch(NOW) == SetAside()
    matched(stores, range(23, 25))
    assert stores.references.watch(NOW).references == {REFERENCE}


def test_as_many_as_are_always_allowed_are_no_flood(stores: Stores) -> None:
    matched(stores, range(ALWAYS_ALLOWED))
    assert stores.references.watch(NOW) == SetAside()
    assert stores.references.floods() == []


def test_one_more_sets_the_reference_aside_and_its_listings_wait_to_be_judged(stores: Stores) -> None:
    matched(stores, range(ALWAYS_ALLOWED + 1))
    assert stores.listings.unjudged(None) == []
    aside = stores.references.watch(NOW)
    assert aside.references == {REFERENCE}
    assert stores.references.aside() == aside
    (flood,) = stores.references.floods()
    assert (flood.brand, flood.matches, flood.usual) == ("Sen Vàng", ALWAYS_ALLOWED + 1, 0)
    assert len(stores.listings.unjudged(None)) == ALWAYS_ALLOWED + 1
    assert stores.references.watch(NOW) == aside


def test_what_is_usual_is_no_flood(stores: Stores) -> None:
    for day in range(10):
        matched(stores, range(day * 10, day * 10 + 10), NOW - DAY * (11 - day))
    matched(stores, range(100, 145))
    assert stores.references.watch(NOW) == SetAside()
    matched(stores, range(145, 160))
    assert stores.references.watch(NOW).references == {REFERENCE}
    # What it matched before the flood keeps its effect until it is judged for another reason.
    assert len(stores.listings.unjudged(None)) == 60
    (flood,) = stores.references.floods()
    assert flood.usual == pytest.approx(10, abs=1)


def test_what_was_seen_before_is_not_new(stores: Stores) -> None:
    matched(stores, range(15), NOW - 3 * DAY)
    for number in range(15):
        version = keep_import(stores, listing(number, title="khác"))
        stores.judgements.keep(version, "j", verdict(label(), photo()), NOW)
    matched(stores, range(15, 30))
    assert stores.references.watch(NOW) == SetAside()


def test_after_a_kill_nothing_is_half_done(stores: Stores, reopen: Callable[[], Stores]) -> None:
    matched(stores, range(ALWAYS_ALLOWED + 5))
    # The process died before it looked; the next one looks first.
    after = reopen()
    aside = after.references.watch(NOW)
    assert aside.references == {REFERENCE}
    # It died again, with some judged anew: the rest still wait, with the reference still aside.
    first, *rest = after.listings.unjudged(None)
    after.judgements.keep(first, "j+aside", Verdict(findings=(label(),), risk=0.6, aside=(photo(),)), NOW)
    last = reopen()
    assert last.references.watch(NOW) == aside
    assert last.listings.unjudged(None) == rest


def test_matches_of_a_judge_that_did_not_know_yet_are_judged_again(stores: Stores) -> None:
    matched(stores, range(ALWAYS_ALLOWED + 1))
    stores.references.watch(NOW)
    without_effect(stores, "j+aside")
    matched(stores, range(50, 53))
    assert stores.listings.unjudged(None) == []
    stores.references.watch(NOW)
    assert len(stores.listings.unjudged(None)) == 3


def test_released_it_counts_again_and_as_many_are_no_flood(stores: Stores) -> None:
    matched(stores, range(40))
    aside = stores.references.watch(NOW)
    without_effect(stores, "j+aside")
    assert stores.references.release(REFERENCE, "released", NOW + timedelta(hours=1)) == 40
    waiting = stores.listings.unjudged(None)
    assert len(waiting) == 40
    released = stores.references.aside()
    assert (released.references, released.change > aside.change) == (frozenset(), True)
    for version in waiting:
        stores.judgements.keep(version, "j+released", verdict(label(), photo()), NOW)
    matched(stores, range(40, 80), NOW + timedelta(hours=2))
    assert stores.references.watch(NOW + timedelta(hours=2)) == released
    matched(stores, range(80, 81), NOW + timedelta(hours=3))
    assert stores.references.watch(NOW + timedelta(hours=3)).references == {REFERENCE}
    with pytest.raises(NotFound, match="not set aside"):
        stores.references.release("1" * 64, "released", NOW)


def test_a_reference_is_released_once(stores: Stores) -> None:
    matched(stores, range(21))
    stores.references.watch(NOW)
    stores.references.release(REFERENCE, "benign", NOW)
    with pytest.raises(NotFound, match="not set aside"):
        stores.references.release(REFERENCE, "benign", NOW)


def test_examples_show_the_picture_of_most_matches_first(stores: Stores) -> None:
    matched(stores, range(4), image="b" * 64)
    matched(stores, range(4, 24), image="a" * 64)
    matched(stores, range(24, 26), image="c" * 64)
    ids = stores.pictures.keep({"a" * 64: bytes(32), "c" * 64: bytes(32), "b" * 64: bytes(32)})
    stores.pictures.unite({ids["a" * 64]: set(), ids["c" * 64]: {ids["a" * 64]}})
    stores.references.watch(NOW)
    first, *_, last = stores.references.examples(REFERENCE, limit=26)
    assert (first.image, first.alike, first.seller_name) == ("a" * 64, 22, "Gian hàng Sen")
    assert (last.image, last.alike) == ("b" * 64, 4)


def test_a_match_that_is_no_longer_found_is_none(stores: Stores) -> None:
    matched(stores, range(21))
    stores.references.watch(NOW)
    for version in stores.listings.unjudged(None):
        stores.judgements.keep(version, "j-2", verdict(label()), NOW)
    stores.references.watch(NOW)
    assert stores.listings.unjudged(None) == []
    assert stores.references.examples(REFERENCE) == []
    assert stores.references.release(REFERENCE, "released", NOW) == 0


def test_two_references_of_one_listing_are_counted_apart(stores: Stores) -> None:
    for number in range(21):
        version = keep_import(stores, listing(number))
        other = photo("b" * 64, "1" * 64) if number < 5 else photo()
        stores.judgements.keep(version, "j", verdict(label(), photo(), other), NOW)
    assert stores.references.watch(NOW).references == {REFERENCE}


def test_a_version_that_waits_for_a_judge_who_has_seen_it_waits_no_longer(stores: Stores) -> None:
    matched(stores, range(21))
    stores.references.watch(NOW)
    version, *rest = stores.listings.unjudged(None)
    stores.judgements.keep(version, "j", verdict(label(), photo()), NOW)
    assert stores.listings.unjudged(None) == rest
