from __future__ import annotations

from datetime import timedelta

from listings.decided import DecidedListing, DecidedPassage
from listings.listing import Seller
from listings.page import ReadListing
from listings.review import FindingDecision
from store.open import Stores
from tests.store.samples import NOW, capture, label, listing, open_hit, signal, verdict
from tests.store.test_samples import draw, judged, marked


def decided(stores: Stores) -> list[DecidedListing]:
    return [row.listing for row in stores.decided.page()]


def test_a_decision_is_an_example_with_its_passages(stores: Stores) -> None:
    hit = open_hit(stores)
    cure, _ = (found.id for found in stores.hits.case(hit).findings)
    said = [FindingDecision(finding_id=cure, upheld=False)]
    stores.hits.decide(hit, "an", "confirm", "false_claim", findings=said, marked=[marked()], now=NOW)
    (example,) = decided(stores)
    assert (example.title, example.description) == (listing().title, listing().description)
    assert (example.lang, example.verdict, example.reason, example.sample) == ("vi", "confirm", "false_claim", None)
    assert example.decided_at == NOW
    start = example.description.index("sau bảy ngày")
    assert example.passages == (
        DecidedPassage(category="disease_cure", field="description", start=0, end=8, upheld=False),
        DecidedPassage(category="disease_cure", field="description", start=start, end=start + 12, upheld=True),
    )


def test_only_what_stands_is_an_example(stores: Stores) -> None:
    confirmed, parked, passed, undone, again = (open_hit(stores, number) for number in range(5))
    open_hit(stores, 5)
    stores.hits.decide(confirmed, "an", "confirm", "false_claim", now=NOW)
    stores.hits.decide(parked, "an", "park", "needs_evidence", park_until=NOW + timedelta(days=1), now=NOW)
    stores.hits.decide(passed, "an", "pass", "needs_second_opinion", now=NOW)
    stores.hits.decide(undone, "an", "dismiss", "detector_error", now=NOW)
    stores.hits.undo("an", now=NOW)
    stores.hits.decide(again, "an", "confirm", "false_claim", now=NOW)
    stores.hits.undo("an", now=NOW)
    stores.hits.decide(again, "an", "dismiss", "detector_error", now=NOW + timedelta(hours=1))
    assert [(example.title, example.verdict) for example in decided(stores)] == [
        (listing(0).title, "confirm"),
        (listing(4).title, "dismiss"),
    ]
    assert [passage.upheld for passage in decided(stores)[1].passages] == [False]


def test_a_mark_that_was_taken_back_teaches_nothing(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    stores.hits.undo("an", now=NOW)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked("Chữa khỏi")], now=NOW)
    (example,) = decided(stores)
    assert [(passage.start, passage.upheld) for passage in example.passages] == [(0, True)]


def test_a_dismissed_sample_is_an_example_of_clean_text(stores: Stores) -> None:
    judged(stores, 1, signal())
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "dismiss", "insufficient_grounds", now=NOW)
    (example,) = decided(stores)
    assert (example.verdict, example.passages, example.sample) == ("dismiss", (), "random")


def test_erased_content_is_left_out(stores: Stores) -> None:
    hits = []
    for number in (1, 2):
        page = capture(f"http://127.0.0.1:9/tin/{number}", b"<html>%d" % number)
        kept = stores.listings.keep_imported(ReadListing(listing=listing(number)), capture=page, images=[], now=NOW)
        hit = stores.judgements.keep(kept.version_id, "j-1", verdict(label()), NOW)
        assert hit is not None
        hits.append(hit)
        stores.hits.decide(hit, "an", "confirm", "false_claim", now=NOW)
    assert len(decided(stores)) == 2
    (digest,) = stores.hits.case(hits[1]).captures
    stores.evidence.erase(digest, "an", "asked for", NOW)
    assert [example.title for example in decided(stores)] == [listing(1).title]


def test_sellers_are_told_apart_and_named_by_no_name(stores: Stores) -> None:
    sellers = (Seller(id="a", name="Hoa"), Seller(id="a", name="Hoa"), Seller(id="b"), Seller(), Seller())
    for number, seller in enumerate(sellers):
        stores.hits.decide(open_hit(stores, number, seller=seller), "an", "confirm", "false_claim", now=NOW)
    keys = [example.seller_key for example in decided(stores)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert all(len(key) == 64 for key in keys)
    assert "Hoa" not in str(decided(stores))


def test_pages_follow_one_another(stores: Stores) -> None:
    for number in range(5):
        stores.hits.decide(open_hit(stores, number), "an", "confirm", "false_claim", now=NOW)
    seen = []
    after = 0
    while page := stores.decided.page(after, 2):
        seen += [row.listing.title for row in page]
        after = page[-1].decision_id
    assert seen == [listing(number).title for number in range(5)]
