from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.spiders.retry import FIRST_PAUSE, MAX_TRIES, may_retry, retry_time

NOW = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("90", timedelta(seconds=90)),
        (" 90 ", timedelta(seconds=90)),
        ("Fri, 01 May 2026 08:05:00 GMT", timedelta(minutes=5)),
        ("Fri, 01 May 2026 07:00:00 GMT", FIRST_PAUSE),
        ("0", FIRST_PAUSE),
        ("-5", FIRST_PAUSE),
        ("soon", FIRST_PAUSE),
        (None, FIRST_PAUSE),
    ],
)
def test_the_servers_word_counts_and_never_shortens_our_own_pause(said: str | None, pause: timedelta) -> None:
    assert retry_time(0, NOW, said) == NOW + pause


def test_the_pause_doubles_and_the_tries_end() -> None:
    assert retry_time(1, NOW) - NOW == 2 * FIRST_PAUSE
    assert [may_retry(tries) for tries in range(MAX_TRIES + 1)] == [True] * (MAX_TRIES - 1) + [False, False]


@given(st.text(max_size=60) | st.integers(0, 10**40).map(str))
def test_any_retry_after_is_read_or_passed_over(said: str) -> None:
    assert retry_time(0, NOW, said) >= NOW + FIRST_PAUSE
