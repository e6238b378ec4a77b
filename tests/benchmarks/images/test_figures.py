"""Arithmetic: intervals, thresholds, recall and false positives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.images.drawn.families import LOOK_ALIKE, OTHER_FLAVOUR
from benchmarks.images.figures import attack_figures, bounds, false_positives, resembling_figures
from benchmarks.images.measure import Clock, Copy, Other
from benchmarks.images.pictures import Picture
from benchmarks.images.shares import Share, bound, share
from tests.benchmarks.images.scenes import attack_named, mottled


def _copy(
    attack: str, scores: Mapping[str, float], *, variant: bool = False, mistaken: bool = False, pool: bool = False
) -> Copy:
    picture = Picture(
        name="p", group="g", kind="photo", source="pool" if pool else "drawn", open=lambda: mottled((20, 20))
    )
    return Copy(attack=attack_named(attack), picture=picture, scores=scores, as_variant=variant, mistaken=mistaken)


def _other(kind: str, scores: Mapping[str, float], *, variant: bool = False, usable: bool = True) -> Other:
    return Other(kind=kind, name="n", scores=scores, as_variant=variant, usable=usable, nearest=None)


def test_wilson_intervals_are_as_published() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for hits, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        known = Share(hits=hits, of=of)
        assert known.low == pytest.approx(low, abs=5e-5)
        assert known.high == pytest.approx(high, abs=5e-5)


@given(st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(counted: tuple[int, int]) -> None:
    known = Share(hits=counted[0], of=counted[1])
    assert 0 <= known.low <= known.high <= 1
    if known.value is not None:
        assert known.low - 1e-12 <= known.value <= known.high + 1e-12


def test_nothing_counted_has_no_share() -> None:
    assert share([]).value is None
    assert share([True, False, True, True]).value == 0.75


@given(st.lists(st.floats(0, 1, width=16), max_size=300))
def test_below_ten_thousand_a_threshold_leaves_none(scores: list[float]) -> None:
    above = bound(scores)
    assert not any(score > above for score in scores)
    assert above == max(scores, default=0.0)


def test_a_threshold_leaves_one_in_ten_thousand() -> None:
    scores = [n / 30_000 for n in range(30_000)]
    above = bound(scores)
    assert sum(score > above for score in scores) == 3
    tied = [0.5] * 10 + [0.1] * 19_990
    assert bound(tied) == 0.5


def test_a_threshold_is_never_below_nothing() -> None:
    assert bound([-0.4] * 20) == 0.0


def test_recall_is_counted_by_method_and_slow_methods_on_what_they_saw() -> None:
    copies = [
        _copy("JPEG", {"Soi": 0.9, "ORB": 30.0}, pool=True),
        _copy("JPEG", {"Soi": 0.0, "ORB": 10.0}, mistaken=True),
        _copy("JPEG", {"Soi": 0.6}, variant=True),
        _copy("grey", {"Soi": 0.7}),
    ]
    rows = {row.attack: row for row in attack_figures(copies, {"Soi": 0.65, "ORB": 12.0})}
    jpeg = rows["JPEG"]
    assert (jpeg.shipped.hits, jpeg.shipped.of) == (2, 3)
    assert (jpeg.at_bound["Soi"].hits, jpeg.at_bound["ORB"].hits, jpeg.at_bound["ORB"].of) == (1, 1, 2)
    assert (jpeg.variants, jpeg.mistaken) == (1, 1)
    assert (jpeg.by_source["pool"].hits, jpeg.by_source["drawn"].hits, jpeg.by_source["drawn"].of) == (1, 1, 2)
    assert rows["grey"].shipped.value == 1.0
    assert rows["blur"].shipped.value is None


def test_false_positives_are_counted_above_the_threshold() -> None:
    others = [_other("other goods", {"Soi": score, "ORB": 9.0}) for score in (0.0, 0.0, 0.7)]
    assert bounds(others, ["Soi", "ORB"]) == {"Soi": 0.7, "ORB": 9.0}
    assert false_positives(others, "Soi", 0.0).hits == 1
    assert false_positives(others, "ORB", 9.0).hits == 0
    assert false_positives([_other("other goods", {"Soi": 0.0})], "ORB", 0.0).of == 0


def test_resembling_pictures_are_told_by_kind_flavours_last() -> None:
    others = [
        _other(OTHER_FLAVOUR, {"Soi": 0.8, "PDQ": 0.9}, variant=True),
        _other(OTHER_FLAVOUR, {"Soi": 0.8, "PDQ": 0.2}),
        _other(LOOK_ALIKE, {"Soi": 0.0, "PDQ": 0.9}, usable=False),
    ]
    marks, flavours = resembling_figures(others, {"Soi": 0.0, "PDQ": 0.5})
    assert (marks.kind, marks.as_copy, marks.as_variant, marks.unusable) == (LOOK_ALIKE, 0, 0, 1)
    assert (flavours.as_copy, flavours.as_variant) == (1, 1)
    assert (flavours.matched["PDQ"].hits, flavours.matched["PDQ"].of) == (1, 2)
    assert "Soi" not in flavours.matched


def test_a_clock_gives_means() -> None:
    clock = Clock()
    clock.add("one", 0.010)
    clock.add("one", 0.030)
    assert clock.milliseconds("one") == pytest.approx(20)
    assert clock.milliseconds("never asked") == 0
