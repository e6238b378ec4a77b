"""When a source is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.errors import InvalidInput
from listings.page import Source
from monitor.commands.source import read_interval, searched
from monitor.steps.scheduling import checked_cron, due_at

NOW = datetime(2026, 5, 15, 3, 0, tzinfo=UTC)
BY_HAND = Source(id=1, name="market", site="generic_shop", start=("https://shop.example/",))


def test_a_source_without_schedule_is_never_due() -> None:
    assert due_at(BY_HAND, None, NOW) is None


def test_a_paused_source_is_never_due() -> None:
    assert due_at(replace(BY_HAND, every=timedelta(hours=1), paused=True), None, NOW) is None


def test_a_new_source_is_due_at_once() -> None:
    assert due_at(replace(BY_HAND, cron="0 6 * * *"), None, NOW) == NOW


def test_cron_lines_are_in_vietnams_time() -> None:
    last = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
    assert due_at(replace(BY_HAND, cron="0 6 * * *"), last, NOW) == datetime(2026, 5, 14, 23, 0, tzinfo=UTC)


@given(hours=st.integers(1, 500), ago=st.integers(0, 1000))
def test_missed_runs_are_caught_up_once(hours: int, ago: int) -> None:
    source = replace(BY_HAND, every=timedelta(hours=hours))
    last = NOW - timedelta(hours=ago)
    due = due_at(source, last, NOW)
    assert due is not None
    assert (due <= NOW) == (ago >= hours)
    again = due_at(source, NOW, NOW)
    assert again is not None
    assert again > NOW


def test_a_malformed_cron_line_is_named() -> None:
    with pytest.raises(InvalidInput, match="is no cron line"):
        checked_cron("every monday")


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


def test_a_query_stands_where_the_start_address_asks_for_it() -> None:
    assert searched(["https://shop.example/?q={query}"], "sữa bột") == [
        "https://shop.example/?q=s%E1%BB%AFa%20b%E1%BB%99t"
    ]


@pytest.mark.parametrize(
    ("start", "query"), [("https://shop.example/", "sữa"), ("https://shop.example/?q={query}", None)]
)
def test_a_query_without_effect_is_named(start: str, query: str | None) -> None:
    with pytest.raises(InvalidInput, match="query"):
        searched([start], query)
