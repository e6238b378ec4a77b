"""What a run keeps when it ends: its report, how the runs before were, and its alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete

from listings.alarm import Alarm
from listings.errors import Conflict, NotFound
from listings.page import PageOutcome, RunFinish, RunReport
from store.models.crawling import PageRow
from store.open import Stores
from tests.store.samples import LEASE, NOW, SITE, Clock, listing, outcome
from tests.store.test_crawl import page

FEW = Alarm(kind="few_listings", value=1, bound=80, basis="history")


def run(
    stores: Stores,
    listings: int,
    *,
    finish: RunFinish = "complete",
    alarms: Sequence[Alarm] = (),
    source: str = "nguồn",
    **changes: object,
) -> RunReport:
    """Run a source that shows so many listings."""
    watched = next((s for s in stores.sources.all() if s.name == source), None)
    watched = watched or stores.sources.add(source, SITE, ["http://127.0.0.1:9/"])
    run_id = stores.runs.open_run(source, owner="w", lease=LEASE, now=stores.database.now()).run_id
    pages = stores.crawl(run_id, watched)
    for number in range(listings):
        pages.keep(outcome(page(f"tin/{number}"), listing(number, **changes)))
    stores.runs.finish(run_id, finish, watch=lambda _: alarms)
    return stores.runs.report(run_id)


def test_a_run_is_compared_with_the_complete_runs_before_it(stores: Stores) -> None:
    assert run(stores, 4).usual is None
    for count in (5, 7):
        run(stores, count)
    run(stores, 1, finish="stopped")
    run(stores, 9, source="khác")
    usual = run(stores, 6).usual
    assert usual is not None
    assert (usual.runs, usual.figures["listings"].median, usual.figures["pages"].median) == (3, 5, 5)
    assert usual.figures["listings"].spread == pytest.approx(1.4826)
    assert usual.fields_missing["images"].median == 1.0


def test_only_the_last_ten_runs_count(stores: Stores) -> None:
    for count in (1, 1, *[3] * 10):
        run(stores, count)
    usual = run(stores, 3).usual
    assert usual is not None
    assert (usual.runs, usual.figures["listings"].spread, usual.figures["listings"].median) == (10, 0, 3)


def test_a_report_outlives_the_frontier_it_was_counted_from(stores: Stores) -> None:
    report = run(stores, 3, price=None)
    with stores.database.writing() as session:
        session.execute(delete(PageRow))
    assert stores.runs.report(report.id) == report
    assert (report.pages, report.fields_missing["price"], report.pages_read) == (3, 1.0, 3)
    assert stores.runs.latest() == {"nguồn": report}


def test_the_time_between_a_kill_and_the_going_on_is_not_work(stores: Stores, clock: Clock) -> None:
    stores.sources.add("nguồn", SITE, ["http://127.0.0.1:9/"])
    run_id = stores.runs.open_run("nguồn", owner="w", lease=LEASE, now=NOW).run_id
    clock.move(minutes=2)
    stores.runs.heartbeat(run_id, peak_memory=900)
    clock.move(hours=8)
    stores.runs.open_run("nguồn", owner="w", lease=LEASE, now=clock())
    clock.move(minutes=3)
    stores.runs.heartbeat(run_id, peak_memory=500)
    stores.runs.finish(run_id, "complete")
    report = stores.runs.report(run_id)
    assert (report.seconds, report.peak_memory, report.pages_per_second) == (300, 900, 0)


def test_a_listing_that_is_as_it_was_lacks_what_it_lacked(stores: Stores) -> None:
    run(stores, 1, price=None)
    source = stores.sources.get("nguồn")
    again = stores.runs.open_run("nguồn", owner="w", lease=LEASE, now=NOW).run_id
    stores.crawl(again, source).keep(PageOutcome(page=page("tin/0"), state="same"))
    stores.runs.finish(again, "complete")
    assert stores.runs.report(again).fields_missing == {"images": 1.0, "price": 1.0}


def test_alarms_stay_open_until_somebody_has_looked(stores: Stores) -> None:
    first = run(stores, 1, alarms=[FEW])
    second = run(stores, 1, alarms=[FEW, Alarm(kind="field_missing", field="price", value=0.1, bound=0.9)])
    third = run(stores, 1, alarms=[FEW], source="khác")
    assert [alarm.run for alarm in stores.alarms.open_by_source()["nguồn"]] == [second.id, second.id, first.id]
    assert (second.alarms[0].kind, second.alarms[0].bound, second.alarms[1].field) == ("few_listings", 80, "price")
    looked = stores.alarms.acknowledge(second.id, "hà", NOW)
    assert {(alarm.acknowledged_by, alarm.acknowledged_at) for alarm in looked} == {("hà", NOW)}
    assert len(looked) == 3
    assert list(stores.alarms.open_by_source()) == ["khác"]
    assert stores.runs.page()[-1].alarms[0].acknowledged_by == "hà"
    with pytest.raises(Conflict, match="no open alarm"):
        stores.alarms.acknowledge(first.id, "lan", NOW)
    with pytest.raises(NotFound):
        stores.alarms.acknowledge(99, "lan", NOW)
    assert stores.alarms.acknowledge(third.id, "lan", NOW)


def test_ending_twice_raises_nothing_twice(stores: Stores) -> None:
    report = run(stores, 1, alarms=[FEW])
    stores.runs.finish(report.id, "failed", watch=lambda _: [FEW])
    assert stores.runs.report(report.id) == report


def test_the_watch_sees_the_report_that_is_kept(stores: Stores) -> None:
    run(stores, 2)
    stores.sources.add("khác", SITE, ["http://127.0.0.1:9/"])
    run_id = stores.runs.open_run("khác", owner="w", lease=timedelta(minutes=1), now=NOW).run_id
    seen: list[RunReport] = []

    def watch(report: RunReport) -> Sequence[Alarm]:
        seen.append(report)
        return ()

    stores.runs.finish(run_id, "failed", watch=watch)
    assert seen == [stores.runs.report(run_id)]
