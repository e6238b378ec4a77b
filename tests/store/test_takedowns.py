from __future__ import annotations

import pytest

from listings.errors import Conflict, NotFound
from listings.finding import Finding
from listings.page import ReadListing
from listings.review import FindingDecision
from store.open import Stores
from tests.store.samples import NOW, SITE, capture, label, listing, open_hit, platform_of, region, verdict, words


def confirmed(stores: Stores, number: int = 1, *, site: str = SITE) -> int:
    hit = open_hit(stores, number, site=site)
    stores.hits.decide(hit, "an", "confirm", "false_claim", now=NOW)
    return hit


def hit_with(stores: Stores, *findings: Finding) -> int:
    seen = capture("http://127.0.0.1:9/tin/1", b"page")
    kept = stores.listings.keep_imported(ReadListing(listing=listing()), capture=seen, images=[], now=NOW)
    hit = stores.judgements.keep(kept.version_id, "j", verdict(*findings), NOW)
    assert hit is not None
    return hit


def test_a_confirmed_hit_becomes_one_takedown(stores: Stores) -> None:
    hit = confirmed(stores)
    open_hit(stores, 2)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    assert stores.takedowns.build(NOW, platform_of) == []
    assert stores.takedowns.page() == [takedown] == [stores.takedowns.get(takedown.id)]
    assert (takedown.hit_id, takedown.platform, takedown.state) == (hit, "platform-1", "built")
    assert (takedown.listing_id, takedown.price, takedown.currency) == ("sp-1", "199000", "VND")
    assert (takedown.reason, takedown.seller_id) == ("false_claim", "nb-1")


def test_only_upheld_findings_are_quoted(stores: Stores) -> None:
    picture = "f" * 64
    kept = label("kept", regions=(region(picture),), spans=())
    hit = hit_with(stores, label("dropped"), label("quoted"), kept)
    dropped = stores.hits.case(hit).findings[0].id
    said = [FindingDecision(finding_id=dropped, upheld=False)]
    stores.hits.decide(hit, "an", "confirm", "counterfeit", findings=said, now=NOW)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    assert [(quote.rule, quote.field, quote.text) for quote in takedown.quotes] == [
        ("quoted", "description", "Chữa khỏ"),
        ("kept", None, None),
    ]
    assert takedown.brand == "Sen Vàng"
    assert takedown.evidence == (stores.hits.case(hit).captures[0], picture)


def test_words_read_in_a_picture_are_quoted_with_the_picture_as_evidence(stores: Stores) -> None:
    picture = "e" * 64
    hit = hit_with(stores, label("pictured", regions=(words(picture),), spans=()))
    assert stores.hits.case(hit).findings[0].finding.quotes == ("Chữa khỏi",)
    stores.hits.decide(hit, "an", "confirm", "false_claim", now=NOW)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    assert [(quote.rule, quote.field, quote.text) for quote in takedown.quotes] == [("pictured", "image", "Chữa khỏi")]
    assert takedown.brand == stores.hits.case(hit).listing.listing.brand
    assert takedown.evidence[-1] == picture


def test_states_follow_one_another(stores: Stores) -> None:
    confirmed(stores)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    sent = stores.takedowns.mark(takedown.id, "sent", "gửi qua cổng", "an", NOW)
    assert (sent.state, sent.note) == ("sent", "gửi qua cổng")
    with pytest.raises(Conflict, match="built"):
        stores.takedowns.mark(takedown.id, "built", None, "an", NOW)
    stores.takedowns.mark(takedown.id, "removed", None, "an", NOW)
    with pytest.raises(Conflict):
        stores.takedowns.mark(takedown.id, "sent", None, "an", NOW)
    with pytest.raises(NotFound):
        stores.takedowns.mark(99, "sent", None, "an", NOW)
    assert [entry.kind for entry in stores.evidence.entries()].count("takedown") == 3
    assert stores.evidence.verify().sound


def test_undo_withdraws_and_a_new_confirmation_builds_anew(stores: Stores) -> None:
    hit = confirmed(stores)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    stores.takedowns.mark(takedown.id, "sent", None, "an", NOW)
    stores.hits.undo("an", now=NOW)
    assert stores.takedowns.get(takedown.id).state == "withdrawn"
    assert stores.takedowns.build(NOW, platform_of) == []
    stores.hits.decide(hit, "an", "confirm", "counterfeit", now=NOW)
    [again] = stores.takedowns.build(NOW, platform_of)
    assert (again.id != takedown.id, again.reason) == (True, "counterfeit")


def test_what_was_removed_stays_removed(stores: Stores) -> None:
    confirmed(stores)
    [takedown] = stores.takedowns.build(NOW, platform_of)
    for state in ("sent", "removed"):
        stores.takedowns.mark(takedown.id, state, None, "an", NOW)
    stores.hits.undo("an", now=NOW)
    assert stores.takedowns.get(takedown.id).state == "removed"


def test_pages_and_filters(stores: Stores) -> None:
    for number in range(6):
        confirmed(stores, number, site=f"cho-{number % 2}")
    built = stores.takedowns.build(NOW, platform_of)
    stores.takedowns.mark(built[0].id, "sent", None, "an", NOW)
    assert [takedown.id for takedown in stores.takedowns.page(after=built[3].id)] == [built[4].id, built[5].id]
    assert len(stores.takedowns.page(platform="platform-0")) == 3
    assert len(stores.takedowns.page(platform="platform-0", state="built")) == 2
