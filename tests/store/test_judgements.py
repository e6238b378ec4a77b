from __future__ import annotations

from dataclasses import replace

from listings.finding import UnreadableImage
from listings.page import WantedPage
from store.open import Stores
from tests.store.samples import LEASE, NOW, keep_import, label, listing, open_hit, outcome, signal, verdict

PICTURE = "http://127.0.0.1:9/anh/1.jpg"


def test_a_label_queues_and_a_signal_does_not(stores: Stores) -> None:
    first = keep_import(stores, listing(1))
    second = keep_import(stores, listing(2))
    assert stores.judgements.keep(first, "j", verdict(label()), NOW) is not None
    assert stores.judgements.keep(second, "j", verdict(signal(), signal()), NOW) is None
    assert stores.hits.count_open() == 1


def test_unjudged_empties_as_verdicts_come(stores: Stores) -> None:
    versions = [keep_import(stores, listing(number)) for number in range(5)]
    assert stores.listings.unjudged(None) == versions
    assert stores.listings.unjudged(None, after=versions[1], limit=2) == versions[2:4]
    stores.judgements.keep(versions[0], "j-1", verdict(), NOW)
    assert stores.listings.unjudged(None) == versions[1:]
    assert stores.listings.unjudged("j-1") == versions[1:]
    assert stores.listings.unjudged("j-2") == versions


def test_what_a_live_run_is_still_bringing_is_not_ready_and_what_a_person_brings_is(stores: Stores) -> None:
    source = stores.sources.add("nguon", "generic_shop", ["http://127.0.0.1:9/"])
    run = stores.runs.open_run(source.name, owner="w", lease=LEASE, now=NOW).run_id
    page = WantedPage(url=f"{source.start[0]}tin/1", kind="listing")
    stores.crawl(run, source).keep(outcome(page, listing(1)))
    assert len(stores.listings.unjudged(None)) == 1
    assert not stores.listings.ready_to_judge(NOW)
    assert stores.listings.ready_to_judge(NOW + LEASE), "whoever crawled fell silent"
    keep_import(stores, listing(2))
    assert stores.listings.ready_to_judge(NOW)
    for version in stores.listings.unjudged(None):
        stores.judgements.keep(version, "j", verdict(), NOW)
    assert not stores.listings.ready_to_judge(NOW + LEASE)


def test_a_late_picture_makes_the_version_unjudged(stores: Stores) -> None:
    version = keep_import(stores, listing(1))
    stores.judgements.keep(version, "j", verdict(), NOW)
    assert keep_import(stores, listing(1), **{PICTURE: b"picture"}) == version
    assert stores.listings.unjudged(None) == [version]
    assert stores.listings.unjudged("j") == [version]


def test_a_picture_that_comes_while_judging_is_not_taken_for_judged(stores: Stores) -> None:
    version = keep_import(stores, listing(1))
    subject = stores.listings.subject(version)
    keep_import(stores, listing(1), **{PICTURE: b"picture"})
    stores.judgements.keep(version, "j", verdict(), NOW, images=[image.digest for image in subject.images])
    assert stores.listings.unjudged(None) == [version]
    subject = stores.listings.subject(version)
    stores.judgements.keep(version, "j", verdict(), NOW, images=[image.digest for image in subject.images])
    assert stores.listings.unjudged(None) == stores.listings.unjudged("j") == []


def test_a_picture_that_the_judge_cannot_read_is_shown_as_unreadable_and_not_judged_again(stores: Stores) -> None:
    version = keep_import(stores, listing(1), **{PICTURE: b"picture"})
    subject = stores.listings.subject(version)
    digest = subject.images[0].digest
    unreadable = (UnreadableImage(digest=digest, reason="image_too_large"),)
    stores.judgements.keep(version, "j", replace(verdict(), unreadable=unreadable), NOW, images=[digest])
    (stored,) = stores.listings.page()
    assert [(image.state, image.reason) for image in stored.images] == [("unreadable", "image_too_large")]
    assert stores.listings.unjudged("j") == []
    stores.judgements.keep(version, "j-2", verdict(), NOW, images=[digest])
    (stored,) = stores.listings.page()
    assert [(image.state, image.reason) for image in stored.images] == [("read", None)]


def test_judging_twice_changes_nothing(stores: Stores) -> None:
    version = keep_import(stores, listing(1))
    first = stores.judgements.keep(version, "j", verdict(label()), NOW)
    again = stores.judgements.keep(version, "j", verdict(label(), label("other")), NOW)
    assert first == again
    assert first is not None
    assert len(stores.hits.case(first).findings) == 1


def test_an_earlier_verdict_stands_again_once_its_judge_is_back(stores: Stores) -> None:
    """A rule file is edited and put back: what the edited rules said must not stay."""
    version = keep_import(stores, listing(1))
    for judge, said in (("j-1", verdict(label())), ("j-2", verdict())):
        stores.judgements.keep(version, judge, said, NOW)
    assert stores.hits.count_open() == 0
    assert stores.listings.unjudged("j-1") == [version]
    hit = stores.judgements.keep(version, "j-1", verdict(label()), NOW)
    assert hit is not None
    assert [stored.finding.rule for stored in stores.hits.case(hit).findings] == ["vn-cure"]
    assert stores.rules.live_figures()["vn-cure"].flagged == 1
    assert stores.listings.unjudged("j-1") == []
    assert stores.listings.unjudged("j-2") == [version]
    stores.judgements.keep(version, "j-2", verdict(), NOW)
    assert (stores.hits.count_open(), dict(stores.rules.live_figures())) == (0, {})


def test_the_latest_verdict_stands_though_the_clock_was_put_back(stores: Stores) -> None:
    version = keep_import(stores, listing(1))
    stores.judgements.keep(version, "j-1", verdict(label()), NOW)
    stores.judgements.keep(version, "j-2", verdict(label()), NOW - LEASE)
    assert stores.listings.unjudged("j-2") == []


def test_only_the_newest_version_waits(stores: Stores) -> None:
    keep_import(stores, listing(1))
    changed = keep_import(stores, listing(1, title="khác"))
    assert stores.listings.unjudged(None) == stores.listings.unjudged("j") == [changed]


def test_a_verdict_on_an_old_version_leaves_the_queue_alone(stores: Stores) -> None:
    old = keep_import(stores, listing(1))
    keep_import(stores, listing(1, title="khác"))
    assert stores.judgements.keep(old, "j", verdict(label()), NOW) is None
    assert stores.hits.count_open() == 0


def test_an_open_hit_is_refreshed(stores: Stores) -> None:
    hit = open_hit(stores, risk=0.5)
    version = keep_import(stores, listing(1, title="khác"))
    assert stores.judgements.keep(version, "j-1", verdict(label("new"), risk=0.7), NOW) == hit
    case = stores.hits.case(hit)
    assert (case.hit.risk, case.hit.version_id, case.listing.listing.title) == (0.7, version, "khác")
    assert [stored.finding.rule for stored in case.findings] == ["new"]


def test_an_undecided_hit_lapses_without_a_label(stores: Stores) -> None:
    hit = open_hit(stores)
    version = stores.hits.case(hit).hit.version_id
    assert stores.judgements.keep(version, "j-2", verdict(signal()), NOW) is None
    assert stores.hits.case(hit).hit.state == "lapsed"
    assert stores.judgements.keep(version, "j-3", verdict(label()), NOW) not in {None, hit}


def test_what_a_person_put_aside_does_not_lapse(stores: Stores) -> None:
    hit = open_hit(stores)
    stores.hits.decide(hit, "an", "pass", "needs_second_opinion", now=NOW)
    version = stores.hits.case(hit).hit.version_id
    assert stores.judgements.keep(version, "j-2", verdict(), NOW) == hit
    assert stores.hits.case(hit).hit.state == "passed"


def test_a_decided_listing_comes_back_only_for_a_reason(stores: Stores) -> None:
    hit = open_hit(stores)
    stores.hits.decide(hit, "an", "dismiss", "authorised", now=NOW)
    version = stores.hits.case(hit).hit.version_id
    assert stores.judgements.keep(version, "j-2", verdict(label()), NOW) is None
    new_rule = stores.judgements.keep(version, "j-3", verdict(label(), label("vn-new")), NOW)
    assert new_rule not in {None, hit}
    assert new_rule is not None
    stores.hits.decide(new_rule, "an", "dismiss", "authorised", now=NOW)
    changed = keep_import(stores, listing(1, description="Chữa khỏi ung thư"))
    assert stores.judgements.keep(changed, "j-3", verdict(label()), NOW) not in {None, hit, new_rule}


def test_the_case_shows_everything(stores: Stores) -> None:
    open_hit(stores, 2)
    hit = open_hit(stores, 1)
    stores.hits.claim_one(hit, "an", lease=LEASE, now=NOW)
    case = stores.hits.case(hit)
    assert (case.seller_listings, case.seller_hits) == (2, 2)
    assert [stored.finding for stored in case.findings] == [label(), signal()]
    assert (case.hit.lease_owner, case.hit.lease_until) == ("an", NOW + LEASE)
    assert (case.brand, case.decisions, case.captures, case.judge_version) == (None, (), (), "j-1")
