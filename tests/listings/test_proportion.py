from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.proportion import wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Worked out by hand from Wilson's formula (1927) with z = 1.96.
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (10, 10, 0.7225, 1.0), (2, 40, 0.0138, 0.1650)],
)
def test_known_intervals(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(successes, trials)
    assert found is not None
    assert found.share == successes / trials
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_nothing_tried_says_nothing() -> None:
    assert wilson(0, 0) is None


@given(st.integers(1, 10_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_interval_holds_the_share_and_lies_in_0_to_1(counted: tuple[int, int]) -> None:
    found = wilson(*counted)
    assert found is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high
