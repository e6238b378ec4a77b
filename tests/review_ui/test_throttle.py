from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from review_ui.throttle import MAX_FAILURES, MAX_REMEMBERED, WINDOW, Throttle, TooManyFailures

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_refuses_after_too_many_and_forgives_with_time() -> None:
    throttle = Throttle()
    for _ in range(MAX_FAILURES):
        throttle.check(("lan",), NOW)
        throttle.note_failure(("lan",), NOW)
    with pytest.raises(TooManyFailures) as refused:
        throttle.check(("lan",), NOW)
    assert refused.value.seconds == WINDOW.total_seconds()
    throttle.check(("minh",), NOW)
    throttle.check(("lan",), NOW + WINDOW)


def test_a_sign_in_forgets() -> None:
    throttle = Throttle()
    for _ in range(MAX_FAILURES):
        throttle.note_failure(("lan",), NOW)
    throttle.forget("lan")
    throttle.check(("lan",), NOW)


def test_memory_is_bounded() -> None:
    throttle = Throttle()
    for number in range(MAX_REMEMBERED + 10):
        throttle.note_failure((number,), NOW + timedelta(seconds=number))
    assert len(throttle._failures) == MAX_REMEMBERED
