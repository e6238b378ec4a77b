from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from listings.errors import Conflict, InvalidInput, NotFound
from listings.page import PageOutcome, PageState, Source, WantedPage
from store.crawl import CrawlStore
from store.open import Stores
from tests.store.samples import LEASE, NOW, SITE, Clock, capture, listing, outcome

START = "http://127.0.0.1:9/"
PICTURE = "http://127.0.0.1:9/anh/1.jpg"


def begin(stores: Stores) -> tuple[int, CrawlStore, Source]:
    source = stores.sources.add("nguồn", "generic_shop", [START])
    run = stores.runs.open_run("nguồn", owner="w1", lease=LEASE, now=NOW)
    return run.run_id, stores.crawl(run.run_id, source), source


def page(path: str, kind: str = "listing", **more: object) -> WantedPage:
    return replace(WantedPage(url=f"{START}{path}", kind="listing"), kind=kind, **more)  # type: ignore[arg-type]


def test_addresses_are_offered_once_by_canonical_form(stores: Stores) -> None:
    _, crawl, _ = begin(stores)
    assert crawl.offer([page("a"), page("a#top"), page("b")]) == 2
    assert crawl.offer([WantedPage(url="HTTP://127.0.0.1:9/a", kind="index")]) == 0
    assert {each.url for each in crawl.take(10)} == {f"{START}a", f"{START}b"}
    assert crawl.take(10) == []


def test_pages_come_by_priority_and_only_when_due(stores: Stores, clock: Clock) -> None:
    _, crawl, _ = begin(stores)
    crawl.offer([page("low"), page("high", priority=5)])
    [first] = crawl.take(1)
    assert first.url.endswith("high")
    crawl.postpone(first, clock() + timedelta(minutes=1), "rate_limited")
    [low] = crawl.take(5)
    assert low.url.endswith("low")
    assert crawl.next_due() == clock() + timedelta(minutes=1)
    clock.move(minutes=1)
    [again] = crawl.take(5)
    assert (again.url, again.tries) == (first.url, 1)
    assert crawl.next_due() is None


def test_one_outcome_is_kept_whole_and_once(stores: Stores) -> None:
    run_id, crawl, _ = begin(stores)
    crawl.offer([page("tin/1")])
    [taken] = crawl.take(1)
    given = outcome(taken, listing(images=(PICTURE,)), found=(WantedPage(url=PICTURE, kind="image"), page("tin/2")))
    crawl.keep(given)
    entries = len(stores.evidence.entries(limit=100))
    crawl.keep(given)
    assert len(stores.evidence.entries(limit=100)) == entries == 2
    report = stores.runs.report(run_id)
    assert report.pages == 1
    assert report.listings == {"new": 1, "changed": 0, "same": 0, "gone": 0}
    assert given.capture is not None
    assert report.bytes == len(given.capture.body)
    image, second = sorted(crawl.take(5), key=lambda each: each.kind)
    [stored] = stores.listings.page()
    assert image.listing_id == stored.id
    assert second.listing_id is None
    assert stored.sources == {"title": "json_ld"}
    assert stored.listing == listing(images=(PICTURE,))
    assert stored.capture is not None
    assert stores.evidence.get(stored.capture) == given.capture.body


def keep_one_image(crawl: CrawlStore, state: PageState = "read", **more: object) -> None:
    [image] = [each for each in crawl.take(50) if each.kind == "image"]
    body = capture(image.url, b"picture")
    crawl.keep(replace(PageOutcome(page=image, state=state, capture=body), **more))  # type: ignore[arg-type]


def with_picture(crawl: CrawlStore, *numbers: int) -> None:
    for number in numbers:
        taken = page(f"tin/{number}")
        crawl.keep(outcome(taken, listing(number, images=(PICTURE,)), found=(WantedPage(url=PICTURE, kind="image"),)))


def test_a_picture_reaches_every_listing_that_shows_it(stores: Stores) -> None:
    _, crawl, _ = begin(stores)
    with_picture(crawl, 1, 2)
    keep_one_image(crawl)
    for stored in stores.listings.page():
        assert [(image.state, image.address) for image in stored.images] == [("read", PICTURE)]
        assert [image.content for image in stores.listings.subject(stored.version_id).images] == [b"picture"]


def test_an_unreadable_picture_says_why_and_is_not_judged(stores: Stores) -> None:
    run_id, crawl, _ = begin(stores)
    with_picture(crawl, 1)
    keep_one_image(crawl, "unreadable", reason="image_broken")
    [stored] = stores.listings.page()
    assert [(image.state, image.reason) for image in stored.images] == [("unreadable", "image_broken")]
    assert stores.listings.subject(stored.version_id).images == ()
    assert stores.runs.report(run_id).unreadable == {"image_broken": 1}


def test_a_read_picture_needs_its_bytes(stores: Stores) -> None:
    _, crawl, _ = begin(stores)
    with_picture(crawl, 1)
    with pytest.raises(InvalidInput):
        keep_one_image(crawl, capture=None)
    [stored] = stores.listings.page()
    assert stored.images[0].state == "waiting"


def test_only_a_changed_listing_gets_a_version(stores: Stores) -> None:
    run_id, crawl, _ = begin(stores)
    crawl.keep(outcome(page("a"), listing(sold=1)))
    crawl.keep(outcome(page("b"), listing(sold=2)))
    crawl.keep(outcome(page("c"), listing(title="Tên mới")))
    [stored] = stores.listings.page()
    assert (stored.version, stored.listing.title) == (2, "Tên mới")
    assert stores.runs.report(run_id).listings["new"] == 1


def test_report_counts_every_end(stores: Stores, clock: Clock) -> None:
    run_id, crawl, _ = begin(stores)
    crawl.keep(outcome(page("tin/1"), listing(1, price=None)))
    crawl.keep(outcome(page("tin/2"), listing(2)))
    ends: list[tuple[str, PageState, str | None]] = [
        ("g", "gone", None), ("s", "unreadable", "captcha"), ("t", "unreadable", "timed_out"),
        ("r", "refused", None), ("n", "banned", None),
    ]  # fmt: skip
    for path, state, reason in ends:
        crawl.keep(PageOutcome(page=page(path), state=state, reason=reason))
    stores.runs.finish(run_id, "complete")
    report = stores.runs.report(run_id)
    assert (report.pages, report.blocked, report.refused_addresses) == (5, 2, 1)
    assert report.unreadable == {"captcha": 1, "timed_out": 1}
    assert report.listings == {"new": 2, "changed": 0, "same": 0, "gone": 0}
    assert report.dead_links == 1
    assert report.fields_missing == {"images": 1.0, "price": 0.5}
    assert (report.finish, report.ended) == ("complete", clock())


def test_gone_and_seen_again(stores: Stores, clock: Clock) -> None:
    run_id, crawl, source = begin(stores)
    crawl.keep(outcome(page("tin/1"), listing(1)))
    stores.runs.finish(run_id, "complete")
    second = stores.runs.open_run("nguồn", owner="w1", lease=LEASE, now=NOW)
    stores.crawl(second.run_id, source).keep(PageOutcome(page=page("tin/1"), state="gone"))
    [stored] = stores.listings.page()
    assert stored.gone_at == clock()
    gone = stores.runs.report(second.run_id)
    assert (gone.listings, gone.dead_links) == ({"new": 0, "changed": 0, "same": 0, "gone": 1}, 0)
    assert gone.fields_missing == {}
    stores.runs.finish(second.run_id, "complete")
    third = stores.runs.open_run("nguồn", owner="w1", lease=LEASE, now=NOW)
    stores.crawl(third.run_id, source).keep(PageOutcome(page=page("tin/1"), state="same"))
    [stored] = stores.listings.page()
    assert stored.gone_at is None
    assert stores.runs.report(third.run_id).listings["same"] == 1


def test_a_listing_that_is_met_elsewhere_in_the_run_is_not_gone(stores: Stores) -> None:
    run_id, crawl, source = begin(stores)
    crawl.keep(outcome(page("tin/1"), listing(1)))
    stores.runs.finish(run_id, "complete")
    for first_gone in (True, False):
        again = stores.runs.open_run("nguồn", owner="w1", lease=LEASE, now=NOW)
        crawl = stores.crawl(again.run_id, source)
        steps = [
            lambda crawl=crawl: crawl.keep(PageOutcome(page=page("tin/1"), state="gone")),
            lambda crawl=crawl: crawl.keep(outcome(page("khac/1"), listing(1))),
        ]
        for step in steps if first_gone else reversed(steps):
            step()
        counts = stores.runs.report(again.run_id).listings
        assert (counts["gone"], counts["same"] + counts["changed"]) == (0, 1)
        stores.runs.finish(again.run_id, "complete")


def test_a_silent_run_is_gone_on_with(stores: Stores, clock: Clock) -> None:
    run_id, crawl, _ = begin(stores)
    crawl.offer([page("a"), page("b")])
    crawl.take(2)
    with pytest.raises(Conflict, match="w1"):
        stores.runs.open_run("nguồn", owner="w2", lease=LEASE, now=NOW)
    assert crawl.take(2) == []
    resumed = stores.runs.open_run("nguồn", owner="w2", lease=LEASE, now=NOW + LEASE)
    assert (resumed.run_id, resumed.resumed) == (run_id, True)
    assert len(crawl.take(5)) == 2


def test_a_heartbeat_keeps_the_run(stores: Stores, clock: Clock) -> None:
    run_id, _, _ = begin(stores)
    clock.move(minutes=10)
    stores.runs.heartbeat(run_id)
    with pytest.raises(Conflict):
        stores.runs.open_run("nguồn", owner="w2", lease=LEASE, now=NOW + LEASE)
    stores.runs.finish(run_id, "stopped")
    with pytest.raises(Conflict, match="ended"):
        stores.runs.heartbeat(run_id)


def test_runs_page_newest_first(stores: Stores) -> None:
    begin(stores)
    ids = []
    for _ in range(5):
        run = stores.runs.open_run("nguồn", owner="w1", lease=LEASE, now=NOW)
        stores.runs.finish(run.run_id, "complete")
        ids.append(run.run_id)
    first = stores.runs.page(limit=3)
    rest = stores.runs.page(after=first[-1].id, limit=3)
    assert [report.id for report in [*first, *rest]] == ids[::-1]
    with pytest.raises(NotFound):
        stores.runs.report(999)


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_ids_no_database_can_hold_are_just_not_found(stores: Stores, number: int) -> None:
    with pytest.raises(NotFound):
        stores.runs.report(number)


def test_hostile_text_is_kept_at_its_length(stores: Stores, reopen: Callable[[], Stores]) -> None:
    _, crawl, _ = begin(stores)
    bad = listing(
        title="a\x00b\ud800c", description="x" * 100_000, extra={"k\x00": [float("nan"), "\udfff"]}, id="i" * 9000
    )
    crawl.keep(outcome(page("tin/1"), bad))
    [stored] = stores.listings.page()
    assert stored.listing.title == "a\ufffdb\ufffdc"
    assert stored.listing.extra == {"k\ufffd": ["nan", "\ufffd"]}
    assert stores.listings.find(SITE, "i" * 9000) == stored
    crawl.keep(outcome(page("tin/1b"), bad))
    assert stores.listings.page() == [replace(stored, last_seen=stores.listings.page()[0].last_seen)]
    assert reopen().evidence.verify().sound
