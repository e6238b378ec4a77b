"""Planning: a job for every source that is due, and never two."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.schedule import Calendar, QuietHours, read_quiet_hours
from monitor.steps.scheduling import JUDGE_AGAIN_AFTER, plan, plan_judging
from review_ui.watching import crawl_lane
from store.open import Stores, open_stores
from tests.store.samples import keep_import, listing

NOW = datetime(2026, 5, 15, 3, 0, tzinfo=UTC)
CALENDAR = Calendar(jitter=0)
START = ["https://shop.example/"]
LEASE = timedelta(minutes=5)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as opened:
        yield opened


def test_what_is_due_is_planned_once_however_often_and_by_however_many(stores: Stores) -> None:
    for name in ("chợ", "sàn", "tay"):
        stores.sources.add(name, "generic_shop", START, every=None if name == "tay" else timedelta(hours=1))
    with ThreadPoolExecutor(4) as planners:
        list(planners.map(lambda _: plan(stores, CALENDAR, NOW), range(8)))
    assert [(job.arguments["source"], job.lane) for job in stores.jobs.page()] == [
        ("chợ", crawl_lane("chợ")),
        ("sàn", crawl_lane("sàn")),
    ]


def test_a_source_has_one_job_at_a_time(stores: Stores) -> None:
    stores.sources.add("chợ", "generic_shop", START, every=timedelta(minutes=1))
    plan(stores, CALENDAR, NOW)
    job = stores.jobs.lease("w", LEASE, NOW)
    assert job is not None
    stores.sources.note_run("chợ", NOW)
    plan(stores, CALENDAR, NOW + timedelta(hours=9))
    assert len(stores.jobs.page()) == 1, "the job that is being done covers what came due meanwhile"
    stores.jobs.done(job.id, "w")
    plan(stores, CALENDAR, NOW + timedelta(hours=9))
    assert [each.state for each in stores.jobs.page()] == ["done", "waiting"]


def test_paused_sources_and_quiet_hours_plan_nothing(stores: Stores) -> None:
    stores.sources.add("chợ", "generic_shop", START, every=timedelta(hours=1))
    stores.sources.pause("chợ")
    plan(stores, CALENDAR, NOW)
    stores.sources.pause("chợ", paused=False)
    night = Calendar(quiet=read_quiet_hours("09:00-11:00"))  # ten in the morning in Vietnam
    plan(stores, night, NOW)
    assert stores.jobs.page() == []
    plan(stores, night, NOW + timedelta(hours=1))
    assert len(stores.jobs.page()) == 1


def test_judging_is_planned_once_for_what_waits_and_again_when_more_comes(stores: Stores) -> None:
    plan_judging(stores, NOW)
    assert stores.jobs.page() == []
    for number in (1, 2):
        keep_import(stores, listing(number))
        with ThreadPoolExecutor(4) as planners:
            list(planners.map(lambda _: plan_judging(stores, NOW), range(8)))
        assert [job.state for job in stores.jobs.page()] == ["done"] * (number - 1) + ["waiting"]
        job = stores.jobs.lease("w", LEASE, NOW)
        assert job is not None
        plan_judging(stores, NOW)
        stores.jobs.done(job.id, "w")
    assert len(stores.jobs.page()) == 2


@pytest.mark.parametrize("asked", ["latest", "pending"])
@pytest.mark.parametrize("before", [True, False])
def test_judging_is_planned_once_whenever_the_other_worker_plans(
    stores: Stores, monkeypatch: pytest.MonkeyPatch, asked: str, before: bool
) -> None:
    keep_import(stores, listing(1))
    answer = getattr(stores.jobs, asked)

    def answer_while_the_other_plans(question: object) -> object:
        monkeypatch.setattr(stores.jobs, asked, answer)
        given = None if before else answer(question)
        plan_judging(stores, NOW)
        return answer(question) if before else given

    monkeypatch.setattr(stores.jobs, asked, answer_while_the_other_plans)
    plan_judging(stores, NOW)
    assert len(stores.jobs.page()) == 1


def test_judging_that_was_given_up_is_planned_again_later_and_not_at_once(stores: Stores) -> None:
    keep_import(stores, listing(1))
    plan_judging(stores, NOW)
    job = stores.jobs.lease("w", LEASE, NOW)
    assert job is not None
    stores.jobs.fail(job.id, "w", "no model", None)
    plan_judging(stores, NOW)
    assert stores.jobs.lease("w", LEASE, NOW) is None
    assert stores.jobs.lease("w", LEASE, NOW + JUDGE_AGAIN_AFTER) is not None


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    minutes=st.integers(5, 600),
    gaps=st.lists(st.integers(1, 3000), min_size=1, max_size=12),
    quiet=st.none() | st.just("22:00-06:00") | st.just("11:30-13:00"),
)
def test_over_any_days_runs_keep_their_distance_and_the_quiet_hours(
    tmp_path_factory: pytest.TempPathFactory, minutes: int, gaps: list[int], quiet: str | None
) -> None:
    """A worker looks now and then, or was away for days: whatever it starts, it may, and it starts it once."""
    folder = tmp_path_factory.mktemp("days")
    calendar = Calendar(quiet=read_quiet_hours(quiet or "none"))
    every = timedelta(minutes=minutes)
    with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
        stores.sources.add("chợ", "generic_shop", START, every=every)
        started = _started(stores, calendar, gaps)
    assert all(later - earlier >= every for earlier, later in pairwise(started))
    assert not any(calendar.quiet.holds(at, calendar.zone) for at in started if isinstance(calendar.quiet, QuietHours))


def _started(stores: Stores, calendar: Calendar, gaps: list[int]) -> list[datetime]:
    now, started = NOW, []
    for gap in gaps:
        now += timedelta(minutes=gap)
        for _ in range(3):
            plan(stores, calendar, now)
            job = stores.jobs.lease("w", LEASE, now)
            if job is not None:
                stores.sources.note_run("chợ", now)
                stores.jobs.done(job.id, "w")
                started.append(now)
    return started
