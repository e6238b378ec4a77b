"""The compared systems do what they say: thresholds from training data, denials understood, exact quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.claims.compared.clausewise import answers, cut, listing_scores
from benchmarks.claims.compared.keywords import Keywords, pattern_count
from benchmarks.claims.compared.tfidf import TfidfRegression
from benchmarks.claims.compared.threshold import best_threshold
from benchmarks.claims.compared.training import Corpus, TrainingClause, clauses_of
from tests.benchmarks.claims.listings_of_chance import labelled

_SCORED = st.lists(st.tuples(st.integers(0, 6).map(float), st.booleans()), min_size=1)


@given(_SCORED.filter(lambda pairs: any(truth for _, truth in pairs)))
def test_no_other_threshold_is_better(pairs: list[tuple[float, bool]]) -> None:
    scores, violating = [score for score, _ in pairs], [truth for _, truth in pairs]
    chosen = best_threshold(scores, violating)
    assert chosen in scores
    assert _f1(scores, violating, chosen) == max(_f1(scores, violating, other) for other in scores)


def _f1(scores: Sequence[float], violating: Sequence[bool], threshold: float) -> float:
    flagged = [score >= threshold for score in scores]
    right = sum(said and truth for said, truth in zip(flagged, violating, strict=True))
    return 2 * right / (sum(flagged) + sum(violating))


def test_without_a_violating_listing_there_is_no_threshold() -> None:
    with pytest.raises(ValueError, match="no listing violates"):
        best_threshold([1.0], [False])


def test_there_are_about_as_many_patterns_as_a_person_maintains() -> None:
    assert 150 <= pattern_count() <= 250


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Viên uống chữa khỏi tiểu đường.", "disease_cure"),
        ("Ch.ữ.a kh0i ung thu, giao nhanh.", "disease_cure"),
        ("Cures diabetes in a month.", "disease_cure"),
        ("Giảm 8kg trong 10 ngày.", "weight_loss"),
        ("Túi rep 1:1 y hệt.", "replica"),
        ("Antibiotics, no prescription needed.", "rx_sale"),
        ("No side effects whatsoever.", "zero_risk"),
        ("V3lm0ra shoulder bag.", "obfuscated_brand"),
    ],
)
def test_keywords_find_what_is_said_bluntly(text: str, category: str) -> None:
    (said,) = Keywords(1).answer([labelled(text)])
    assert category in said.categories
    assert all(quote.text in text for quote in said.quotes)


@pytest.mark.parametrize(
    "text",
    [
        "Sản phẩm này không chữa khỏi tiểu đường.",
        "This tea does not cure diabetes.",
        "Beware of scammers who say it cures cancer.",
        "Áo cotton, giặt máy, giao trong ngày.",
    ],
)
def test_keywords_leave_denials_and_plain_goods_alone(text: str) -> None:
    assert not Keywords(1).answer([labelled(text)])[0].flagged


def test_keywords_spare_plants_and_pets() -> None:
    assert not Keywords(1).answer([labelled("Trị dứt điểm viêm da.", title="Sữa tắm cho chó")])[0].flagged


def test_keywords_are_quick_on_hostile_text() -> None:
    (said,) = Keywords(1).answer([labelled("khong " * 20_000 + "chua khoi " * 20_000)])
    assert said.flagged


def test_a_clause_claims_what_most_of_it_is_marked_with() -> None:
    listing = labelled("It cures gout in a week. Blue cotton.", ("disease_cure", "cures gout in a week"))
    claimed = {clause.text: clause.categories for clause in clauses_of([listing])}
    assert claimed["It cures gout in a week"] == {"disease_cure"}
    assert claimed["Blue cotton"] == frozenset()


def test_a_listing_counts_as_its_worst_clause() -> None:
    pieces = cut([labelled("One thing. Another thing."), labelled("A third thing.")])
    scores = np.array([float("third" in text) + float("Another" in text) / 2 for text in pieces.texts])
    assert listing_scores(pieces, scores, 2).tolist() == [0.5, 1.0]
    said = answers(pieces, scores, ["replica"] * len(scores), 0.5, 2)
    assert [[quote.text for quote in one.quotes] for one in said] == [["Another thing"], ["A third thing"]]


def test_tfidf_learns_from_the_corpus_alone() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn comes with the models extra")
    bad = [f"this {word} cures gout and heals every illness" for word in ("tea", "oil", "ring", "mat", "soap", "salt")]
    good = [f"blue {word} in soft cotton sent on mondays" for word in ("shirt", "scarf", "hat", "sock", "coat", "bag")]
    replica = [f"a mirror copy of the {word} that nobody can tell" for word in ("watch", "purse", "belt", "boot")]
    clauses = [
        *(TrainingClause(text=text, categories=frozenset({"disease_cure"}), family=text) for text in bad),
        *(TrainingClause(text=text, categories=frozenset({"replica"}), family=text) for text in replica),
        *(TrainingClause(text=text, categories=frozenset(), family=text) for text in good),
    ]
    listings = [
        *(labelled(text, ("disease_cure", text), name=text, family=text) for text in bad),
        *(labelled(text, name=text, family=text) for text in good),
    ]
    system = TfidfRegression.trained(Corpus(clauses=tuple(clauses), listings=tuple(listings)))
    said = system.answer([labelled(bad[0]), labelled(good[0])])
    assert [one.flagged for one in said] == [True, False]
    assert said[0].categories == {"disease_cure"}
    assert re.search(r"\d+ clauses", system.about)
