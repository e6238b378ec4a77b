"""What raises an alarm, and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.alarm import Alarm
from listings.page import RunReport
from listings.usual_runs import Usual, UsualRuns, usual
from monitor.drift import FEWEST_RUNS, ProfileBounds, alarms_of

NOW = datetime(2026, 5, 15, 3, 0, tzinfo=UTC)
NONE = ProfileBounds()


def report(listings: int = 100, missing: Mapping[str, float] | None = None) -> RunReport:
    return RunReport(
        id=7,
        source="market",
        started=NOW,
        ended=NOW,
        finish="complete",
        pages=listings + 3,
        pages_read=listings + 3,
        listings={"new": 1, "changed": 0, "same": listings - 1, "gone": 40},
        unreadable={},
        fields_missing=missing or {},
        blocked=0,
        retried=0,
        bytes=1,
        refused_addresses=0,
    )


def after(given: RunReport, *listings: int, missing: float = 0.0) -> RunReport:
    """Put so many runs before a report."""
    past = UsualRuns(
        runs=len(listings),
        figures={"listings": usual(listings)},
        fields_missing={"price": usual([missing] * len(listings))} if missing else {},
    )
    return replace(given, usual=past)


def kinds(alarms: tuple[Alarm, ...]) -> list[str]:
    return [alarm.kind for alarm in alarms]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"finish": "failed"}, "run_failed"),
        ({"finish": "failed", "pages": 0, "pages_read": 0}, "run_failed"),
        ({"pages": 0, "pages_read": 0}, "no_pages"),
        ({"pages": 9, "pages_read": 0, "unreadable": {"timed_out": 9}}, "no_pages"),
        ({"pages": 9, "pages_read": 0, "blocked": 9}, "all_blocked"),
        ({"pages": 0, "pages_read": 0, "blocked": 1, "finish": "stopped"}, "all_blocked"),
    ],
)
def test_a_run_that_saw_nothing_raises_that_alone(changes: dict[str, object], kind: str) -> None:
    nothing = replace(report(), listings={"new": 0, "changed": 0, "same": 0, "gone": 0}, **changes)  # type: ignore[arg-type]
    strict = ProfileBounds(fewest_listings=10, fill={"price": 1.0})
    assert kinds(alarms_of(after(nothing, 100, 100, 100), strict)) == [kind]


def test_pictures_that_a_wall_kept_from_us_are_not_the_pages() -> None:
    assert alarms_of(replace(report(), blocked=500), NONE) == ()


@pytest.mark.parametrize(
    ("listings", "kind"),
    [(100, None), (76, None), (75, None), (74, "few_listings"), (125, None), (126, "many_listings")],
)
def test_of_runs_all_alike_a_quarter_more_or_less_is_the_bound(listings: int, kind: str | None) -> None:
    assert kinds(alarms_of(after(report(listings), *[100] * 5), NONE)) == ([kind] if kind else [])


def test_a_source_that_swings_may_go_on_swinging() -> None:
    swinging = (60, 100, 140, 80, 120)
    assert alarms_of(after(report(40), *swinging), NONE) == ()
    assert kinds(alarms_of(after(report(500), *swinging), NONE)) == ["many_listings"]


def test_small_sources_are_not_alarmed_by_a_listing_or_three() -> None:
    assert alarms_of(after(report(5), 2, 2, 2), NONE) == ()
    assert kinds(alarms_of(after(report(6), 2, 2, 2), NONE)) == ["many_listings"]


def test_one_odd_run_before_moves_no_bound() -> None:
    assert kinds(alarms_of(after(report(10), 100, 100, 100, 100, 0), NONE)) == ["few_listings"]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.lists(st.integers(0, 10**6), max_size=FEWEST_RUNS - 1))
def test_fewer_than_three_runs_are_no_history(count: int, gone: int, past: list[int]) -> None:
    shown = replace(report(), listings={"new": count, "gone": gone}, fields_missing={"price": 1.0})
    assert alarms_of(after(shown, *past) if past else shown, NONE) == ()


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=10))
def test_the_median_itself_is_never_out_of_bounds(past: list[int]) -> None:
    seen = replace(report(), listings={"new": int(usual(past).median)})
    assert alarms_of(after(seen, *past), NONE) == ()


def test_a_stopped_run_saw_too_little_for_the_lower_bound() -> None:
    stopped = replace(report(5), finish="stopped")
    assert alarms_of(after(stopped, 100, 100, 100), ProfileBounds(fewest_listings=50)) == ()
    assert kinds(alarms_of(replace(report(500), finish="stopped"), ProfileBounds(most_listings=200))) == [
        "many_listings"
    ]


def test_the_profiles_bounds_go_before_history_and_need_none() -> None:
    bounds = ProfileBounds(fewest_listings=90, most_listings=95, fill={"price": 0.98})
    (alarm,) = alarms_of(report(89), bounds)
    assert (alarm.kind, alarm.value, alarm.bound, alarm.basis) == ("few_listings", 89, 90, "profile")
    assert kinds(alarms_of(report(96), bounds)) == ["many_listings"]
    assert alarms_of(after(report(93), 10, 10, 10), bounds) == ()
    (alarm,) = alarms_of(report(93, {"price": 0.03, "seller": 1.0}), bounds)
    assert (alarm.kind, alarm.field, alarm.bound, alarm.basis) == ("field_missing", "price", 0.98, "profile")
    assert alarm.value == pytest.approx(0.97)


@pytest.mark.parametrize(("missing", "alarmed"), [(0.0, False), (0.049, False), (0.06, True), (1.0, True)])
def test_a_field_that_was_always_there(missing: float, alarmed: bool) -> None:
    alarms = alarms_of(after(report(100, {"price": missing}), 100, 100, 100), NONE)
    assert kinds(alarms) == (["field_missing"] if alarmed else [])


def test_a_field_that_was_often_missing_may_be_so_again_or_get_better() -> None:
    assert alarms_of(after(report(100, {"price": 0.6}), 100, 100, 100, missing=0.6), NONE) == ()
    assert alarms_of(after(report(100, {"price": 0.1}), 100, 100, 100, missing=0.6), NONE) == ()
    assert kinds(alarms_of(after(report(100, {"price": 0.7}), 100, 100, 100, missing=0.6), NONE)) == ["field_missing"]


def test_three_listings_without_a_field_are_no_alarm_where_there_are_few() -> None:
    assert alarms_of(after(report(10, {"price": 0.3}), 10, 10, 10), NONE) == ()
    assert kinds(alarms_of(after(report(10, {"price": 0.4}), 10, 10, 10), NONE)) == ["field_missing"]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_median_and_spread(values: list[float]) -> None:
    known = usual(values)
    assert min(values) <= known.median <= max(values)
    assert known.spread >= 0
    assert usual([*values, known.median, known.median]).spread <= known.spread + 1e-6 * (1 + abs(known.spread))
    assert usual([values[0]] * 5) == Usual(median=values[0], spread=0)


def test_every_alarm_is_said_in_both_languages() -> None:
    for alarm in (
        *alarms_of(report(1), ProfileBounds(fewest_listings=2)),
        *alarms_of(report(3), ProfileBounds(most_listings=2)),
        *alarms_of(after(report(100, {"price": 0.5}), 100, 100, 100), NONE),
        *alarms_of(replace(report(), finish="failed"), NONE),
    ):
        assert alarm.wording.vi != alarm.wording.en
        assert "None" not in alarm.wording.vi + alarm.wording.en
