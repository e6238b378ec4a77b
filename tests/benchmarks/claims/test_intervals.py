"""Intervals: families are drawn whole, the same each time, and hold what was measured."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.claims.counts import count, figures
from benchmarks.claims.intervals import DRAWS, SEED, drawn_times, measured
from benchmarks.claims.labelled import Answer, Labelled
from tests.benchmarks.claims.listings_of_chance import answer, judged, labelled


def test_every_draw_takes_as_many_families_as_there_are() -> None:
    times = drawn_times(7)
    assert times.shape == (DRAWS, 7)
    assert set(times.sum(axis=1)) == {7}
    assert np.array_equal(times, drawn_times(7))


@settings(max_examples=20)
@given(judged())
def test_they_agree_with_drawing_listings_one_by_one(pair: tuple[list[Labelled], list[Answer]]) -> None:
    listings, answers = pair
    families = sorted({one.family for one in listings})
    drawn = []
    for times in drawn_times(len(families))[:50]:
        taken = [
            place
            for family, often in zip(families, times, strict=True)
            for place in [i for i, one in enumerate(listings) if one.family == family] * int(often)
        ]
        drawn.append(figures(count([listings[i] for i in taken], [answers[i] for i in taken]).sum(axis=0))["f1"])
    by_family = np.array([count(*_only(listings, answers, family)).sum(axis=0) for family in families])
    np.testing.assert_allclose(figures(drawn_times(len(families))[:50] @ by_family)["f1"], drawn)


def _only(listings: list[Labelled], answers: list[Answer], family: str) -> tuple[list[Labelled], list[Answer]]:
    places = [place for place, one in enumerate(listings) if one.family == family]
    return [listings[place] for place in places], [answers[place] for place in places]


def test_one_family_leaves_chance_nothing_to_move() -> None:
    listings = [labelled("cures gout", ("disease_cure", "cures gout")), labelled("cotton"), labelled("wool")]
    counts = count(listings, [answer(("disease_cure", "cures gout")), answer(("replica", "cotton")), answer()])
    figure = measured(counts, ["a", "a", "a"])["precision"]
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)


def test_listings_of_one_family_move_together() -> None:
    listings = [labelled("cures gout", ("disease_cure", "cures gout"))] * 40
    said = [answer(("disease_cure", "cures gout"))] * 20 + [answer()] * 20
    alone = measured(count(listings, said), [str(place) for place in range(40)])["recall"]
    together = measured(count(listings, said), [str(place // 10) for place in range(40)])["recall"]
    assert alone.value == together.value == 0.5
    assert (alone.low, alone.high) == pytest.approx(_plain_interval(40), abs=0.05)
    assert together.low is not None
    assert alone.low is not None
    assert together.low < alone.low


def _plain_interval(count_: int) -> tuple[float, float]:
    chance = random.Random(SEED)
    shares = sorted(sum(chance.random() < 0.5 for _ in range(count_)) / count_ for _ in range(DRAWS))
    return shares[25], shares[-26]


def test_where_nothing_was_counted_there_is_no_figure() -> None:
    figure = measured(count([labelled("cotton")], [answer()]), ["a"])["recall"]
    assert (figure.value, figure.low, figure.high) == (None, None, None)
