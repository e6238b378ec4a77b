"""Asking: the right reference's score is kept, slow methods are asked less, other goods' nearest reference counts."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.measure import Clock, changed, chosen, look_up_copies, look_up_others
from benchmarks.images.methods.method import Answer, Query
from benchmarks.images.negatives import Negative
from benchmarks.images.pictures import Kind, Picture, as_jpeg
from tests.benchmarks.images.scenes import attack_named, green, mottled


def _picture(place: int, kind: Kind = "photo") -> Picture:
    return Picture(
        name=f"p{place}", group=f"g{place}", kind=kind, source="drawn", open=partial(mottled, (64, 48), place)
    )


PICTURES = [_picture(0), _picture(1), _picture(2, "logo"), _picture(3)]


class _Ready:
    """A method with one answer."""

    about = "answers the same each time"

    def __init__(
        self, name: str, scores: list[float], variants: frozenset[int] = frozenset(), *, slow: bool = False
    ) -> None:
        self.name = name
        self.slow = slow
        self.asked = 0
        self._answer = Answer(scores=np.array(scores, dtype=np.float32), variants=variants)

    def answer(self, query: Query) -> Answer:
        assert query.image.size
        self.asked += 1
        return self._answer


def test_copies_keep_the_score_of_their_own_reference() -> None:
    soi = _Ready("Soi", [0.25, 0.5, 0.75, 0.0], frozenset({1}))
    copies = list(look_up_copies([soi], PICTURES, green, wanted=9, slowly=9, seed=1))
    assert {copy.picture.name: copy.scores["Soi"] for copy in copies} == {"p0": 0.25, "p1": 0.5, "p2": 0.75, "p3": 0.0}
    assert {copy.picture.name: copy.as_variant for copy in copies} == {
        "p0": False,
        "p1": True,
        "p2": False,
        "p3": False,
    }
    assert {copy.picture.name: copy.mistaken for copy in copies} == {"p0": True, "p1": True, "p2": False, "p3": True}
    assert [copy.picture.name for copy in copies if copy.attack.on == {"logo"}] == ["p2"]


def test_slow_methods_are_asked_about_a_sample() -> None:
    soi, slow = _Ready("Soi", [0.0] * 4), _Ready("slow", [1.0] * 4, slow=True)
    copies = list(look_up_copies([soi, slow], PICTURES, green, wanted=3, slowly=1, seed=1))
    assert soi.asked == 3 * (len(ATTACKS) - 1) + 1
    assert slow.asked == len(ATTACKS)
    assert sum("slow" in copy.scores for copy in copies) == slow.asked


@pytest.mark.parametrize(("slowly", "asked"), [(2, 2), (0, 0), (None, 5)])
def test_other_goods_keep_the_highest_score(slowly: int | None, asked: int) -> None:
    soi, slow = _Ready("Soi", [0.0, 0.6, 0.9], frozenset({1})), _Ready("slow", [-1.0, -0.5], slow=True)
    negatives = [Negative(kind="other goods", name=f"n{n}", content=as_jpeg(mottled((40, 40), n))) for n in range(5)]
    clock = Clock()
    seen = list(look_up_others([soi, slow], negatives, clock, slowly=slowly))
    assert [negative.name for negative, _ in seen] == ["n0", "n1", "n2", "n3", "n4"]
    assert all(other.scores["Soi"] == pytest.approx(0.9) for _, other in seen)
    assert all(other.scores.get("slow", 0.0) == 0.0 for _, other in seen)
    assert not any(other.as_variant for _, other in seen)
    assert {other.nearest for _, other in seen} == {2}
    assert (clock.asked["Soi"], clock.asked.get("slow", 0), clock.asked["decode"]) == (5, asked, 5)


def test_only_variants_make_a_variant() -> None:
    soi = _Ready("Soi", [0.0, 0.6, 0.0], frozenset({1}))
    negative = Negative(kind="other goods", name="n", content=as_jpeg(mottled((40, 40))))
    (_, other), *_ = look_up_others([soi], [negative], Clock())
    assert other.as_variant


def test_the_choice_of_copies_and_their_strengths_hang_on_the_seed_alone() -> None:
    attack = attack_named("crop 25 %")
    assert chosen(PICTURES, attack, 2, 1) == chosen(PICTURES, attack, 2, 1)
    assert len({tuple(p.name for p in chosen(PICTURES, attack, 2, seed)) for seed in range(8)}) > 1
    first, again, other = (changed(PICTURES[0], attack, seed, green).tobytes() for seed in (1, 1, 2))
    assert first == again != other
