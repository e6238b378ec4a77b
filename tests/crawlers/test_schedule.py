"""When a source is due, for any zone, schedule, quiet hours and last visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawlers.schedule import (
    HOME,
    Calendar,
    QuietHours,
    checked_cron,
    next_due,
    read_interval,
    read_quiet_hours,
    read_zone,
)
from listings.errors import InvalidInput
from listings.page import Source

NOW = datetime(2026, 5, 15, 3, 0, tzinfo=UTC)
BY_HAND = Source(id=1, name="market", site="generic_shop", start=("https://shop.example/",))
PLAIN = Calendar(jitter=0)

# Summer time, none, half an hour of it (Lord Howe), odd offsets, a day left out (Apia).
ZONES = (
    "Asia/Ho_Chi_Minh",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
)
CRONS = ("0 6 * * *", "*/15 * * * *", "30 2 * * *", "15 1 * * 1-5", "0 */6 * * *", "0 0 1 * *", "0 3 * * SUN")
moments = st.integers(0, 26 * 365 * 86_400).map(
    lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
windows = st.builds(QuietHours, clocks, clocks).filter(lambda window: window.start != window.end)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    quiet=st.none() | windows,
    jitter=st.floats(0, 0.5),
)
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=400))
schedules = st.one_of(
    st.builds(lambda every: {"every": every}, st.timedeltas(timedelta(minutes=1), timedelta(days=60))),
    st.builds(lambda cron: {"cron": cron}, st.sampled_from(CRONS)),
)
sources = st.builds(lambda name, schedule: replace(BY_HAND, name=name, **schedule), st.text(min_size=1), schedules)


# How long an example takes says nothing here, on a machine that does other things too.
PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def due(source: Source, last: datetime | None, now: datetime, calendar: Calendar) -> datetime:
    at = next_due(source, last, now, calendar)
    assert at is not None
    return at


@PATIENT
@given(source=sources, last=st.none() | moments, now=moments, calendar=calendars)
def test_never_before_now_and_never_in_quiet_hours(
    source: Source, last: datetime | None, now: datetime, calendar: Calendar
) -> None:
    at = due(source, last, now, calendar)
    assert at >= now
    assert calendar.quiet is None or not calendar.quiet.holds(at, calendar.zone)


@PATIENT
@given(source=sources, last=moments, now=moments, later=lengths, calendar=calendars)
def test_later_is_never_sooner(
    source: Source, last: datetime, now: datetime, later: timedelta, calendar: Calendar
) -> None:
    assert due(source, last, now, calendar) <= due(source, last, now + later, calendar)
    assert due(source, last, now, calendar) <= due(source, last + later, now, calendar)


@PATIENT
@given(source=sources, last=moments, missed=lengths, calendar=calendars)
def test_what_was_missed_is_caught_up_once(
    source: Source, last: datetime, missed: timedelta, calendar: Calendar
) -> None:
    """However long nobody worked: one run now (or when the quiet hours end), and the next one in its time after it."""
    now = last + missed
    run = due(source, last, now, calendar)
    again = due(source, run, run, calendar)
    assert again > run
    if source.every is not None:
        assert again - run >= source.every


@PATIENT
@given(source=sources, last=moments, calendar=calendars)
def test_jitter_is_a_bounded_share_of_the_interval_and_always_the_same(
    source: Source, last: datetime, calendar: Calendar
) -> None:
    calendar = replace(calendar, quiet=None)
    plain, put_off = (due(source, last, last, replace(calendar, jitter=share)) for share in (0.0, calendar.jitter))
    following = due(source, plain, plain, replace(calendar, jitter=0.0))
    assert plain <= put_off <= plain + (following - plain) * calendar.jitter + timedelta(microseconds=2)
    assert due(source, last, last, calendar) == put_off


@PATIENT
@given(last=moments, calendar=calendars)
def test_a_cron_slot_is_what_the_zones_clocks_show(last: datetime, calendar: Calendar) -> None:
    source = replace(BY_HAND, cron="0 6 * * *")
    at = due(source, last, last, replace(calendar, jitter=0, quiet=None)).astimezone(calendar.zone)
    assert at.time() == time(6)
    assert at - last.astimezone(calendar.zone) <= timedelta(days=2)


@PATIENT
@given(at=moments, window=windows, zone=st.sampled_from(ZONES).map(ZoneInfo))
@example(
    at=datetime(2026, 10, 25, 1, 10, tzinfo=UTC), window=QuietHours(time(22), time(2, 30)), zone=ZoneInfo(ZONES[1])
)
@example(at=datetime(2026, 3, 29, 0, 59, tzinfo=UTC), window=QuietHours(time(22), time(2, 30)), zone=ZoneInfo(ZONES[1]))
def test_quiet_hours_end(at: datetime, window: QuietHours, zone: ZoneInfo) -> None:
    after = window.after(at, zone)
    assert not window.holds(after, zone)
    assert (after == at) == (not window.holds(at, zone))
    assert after - at < timedelta(hours=26)


def test_clocks_that_go_back_do_not_run_a_source_twice() -> None:
    paris = replace(PLAIN, zone=ZoneInfo("Europe/Paris"))
    source = replace(BY_HAND, cron="30 2 * * *")
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    first = due(source, before, before, paris)
    second = due(source, first, first, paris)
    assert second - first >= timedelta(hours=24)


def test_clocks_that_go_forward_leave_no_run_out() -> None:
    paris = replace(PLAIN, zone=ZoneInfo("Europe/Paris"))
    source = replace(BY_HAND, cron="30 2 * * *")
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert due(source, before, before, paris).astimezone(paris.zone).date().isoformat() == "2026-03-29"


def test_without_schedule_or_paused_a_source_is_never_due() -> None:
    assert next_due(BY_HAND, None, NOW, PLAIN) is None
    assert next_due(replace(BY_HAND, every=timedelta(hours=1), paused=True), None, NOW, PLAIN) is None


def test_a_new_source_is_due_at_once() -> None:
    assert next_due(replace(BY_HAND, cron="0 6 * * *"), None, NOW, PLAIN) == NOW


def test_cron_lines_are_in_vietnams_time_unless_told_otherwise() -> None:
    last = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
    source = replace(BY_HAND, cron="0 6 * * *")
    assert next_due(source, last, last, PLAIN) == datetime(2026, 5, 14, 23, 0, tzinfo=UTC)
    tokyo = replace(PLAIN, zone=read_zone("Asia/Tokyo"))
    assert next_due(source, last, last, tokyo) == datetime(2026, 5, 14, 21, 0, tzinfo=UTC)


def test_a_source_may_have_quiet_hours_of_its_own() -> None:
    night = replace(PLAIN, quiet=read_quiet_hours("22:00-06:00"))
    at = datetime(2026, 5, 14, 18, 0, tzinfo=UTC)  # one in the morning
    assert night.awake_at(BY_HAND, at) == datetime(2026, 5, 14, 23, 0, tzinfo=UTC)
    assert night.awake_at(replace(BY_HAND, quiet_hours="none"), at) == at
    assert night.awake_at(replace(BY_HAND, quiet_hours="00:30-01:30"), at) == at + timedelta(minutes=30)


def test_home_needs_no_zone_files() -> None:
    assert read_zone("Asia/Ho_Chi_Minh") is HOME
    assert HOME.utcoffset(None) == ZoneInfo("Asia/Ho_Chi_Minh").utcoffset(NOW)


@pytest.mark.parametrize("name", ["", "Asia", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "a\0b"])
def test_zones_that_are_none_are_named(name: str) -> None:
    with pytest.raises(InvalidInput, match="is no time zone here"):
        read_zone(name)


@pytest.mark.parametrize("text", ["22-06", "22:00", "25:00-06:00", "22:00-22:00", "22:00–06:00", "22:60-06:00"])
def test_malformed_quiet_hours_are_named(text: str) -> None:
    with pytest.raises(InvalidInput, match="no quiet hours"):
        read_quiet_hours(text)


@pytest.mark.parametrize("line", ["every monday", "* * * * * *", "61 * * * *", "", "0 0 31 2 *", "0 0 30 2 1#9"])
def test_malformed_cron_lines_are_named(line: str) -> None:
    with pytest.raises(InvalidInput, match=r"is no cron line|never comes true"):
        checked_cron(line)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("6h", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
    ],
)
def test_intervals(text: str, interval: timedelta) -> None:
    assert read_interval(text) == interval


@pytest.mark.parametrize("text", ["", "6", "0h", "six hours", "6 h", "-1h", "9999999h"])
def test_malformed_intervals_are_named(text: str) -> None:
    with pytest.raises(InvalidInput, match="is no interval"):
        read_interval(text)
