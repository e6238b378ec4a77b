"""Figures: hand cases, straightforward computations, and the scorer of the development data where it is at hand."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.claims.counts import COLUMNS, Counts, count, figures, is_quoted, precision_at, shared
from benchmarks.claims.labelled import Answer, Labelled
from tests.benchmarks.claims.listings_of_chance import answer, judged, labelled

_ROOT = Path(__file__).resolve().parents[3]
_SCORER = Path(os.environ.get("SOI_SHARED_DATA", _ROOT.parent / "shared" / "data")) / "listings" / "score.py"


def _counted(listing: Labelled, said: Answer) -> dict[str, float]:
    return dict(zip(COLUMNS, count([listing], [said])[0].tolist(), strict=True))


def test_a_right_flag_with_the_right_category_and_quote() -> None:
    listing = labelled("It cures gout. Blue.", ("disease_cure", "cures gout"))
    counted = _counted(listing, answer(("disease_cure", "It cures gout")))
    assert counted["right_flag"] == counted["right_category"] == counted["quoted"] == counted["to_quote"] == 1
    assert counted["wrong_flag"] == counted["missed"] == counted["wrong_category"] == counted["missed_category"] == 0


def test_a_quote_counts_whichever_category_it_was_given_for() -> None:
    listing = labelled("It cures gout. Blue.", ("disease_cure", "cures gout"))
    counted = _counted(listing, answer(("testimonial", "cures gout")))
    assert (counted["quoted"], counted["wrong_category"], counted["missed_category"]) == (1, 1, 1)


def test_quoting_the_whole_listing_is_no_evidence() -> None:
    text = "It cures gout. " + "Blue cotton, washed at forty degrees, sent on Mondays. " * 3
    listing = labelled(text, ("disease_cure", "cures gout"))
    assert not is_quoted("disease_cure", listing, answer(("disease_cure", text)))


def test_a_quote_that_does_not_stand_in_the_listing_is_no_evidence() -> None:
    listing = labelled("It cures gout.", ("disease_cure", "cures gout"))
    assert not is_quoted("disease_cure", listing, answer(("disease_cure", "heals gout"), ("disease_cure", "")))


def test_what_a_second_reader_could_have_chosen_is_neither_right_nor_wrong() -> None:
    listing = labelled("It cures gout.", ("disease_cure", "cures gout"), also=["testimonial"])
    counted = _counted(listing, answer(("disease_cure", "cures gout"), ("testimonial", "cures gout")))
    assert (counted["right_category"], counted["wrong_category"]) == (1, 0)


def test_a_category_that_is_marked_and_also_possible_stays_wanted() -> None:
    listing = labelled("It cures gout.", ("disease_cure", "cures gout"), also=["disease_cure"])
    assert _counted(listing, answer(("replica", "gout")))["missed_category"] == 1


def test_categories_named_on_clean_listings_are_wrong() -> None:
    counted = _counted(labelled("Blue cotton."), answer(("replica", "Blue"), ("zero_risk", "cotton")))
    assert (counted["wrong_flag"], counted["wrong_category"], counted["to_quote"]) == (1, 2, 0)


def test_overlap_is_intersection_over_union() -> None:
    assert shared((0, 10), (5, 15)) == pytest.approx(5 / 15)
    assert shared((0, 10), (10, 20)) == 0


@pytest.mark.parametrize(("covered", "counts"), [(4, True), (3, False)])
def test_four_tenths_are_enough(covered: int, counts: bool) -> None:
    listing = labelled("0123456789 and more", ("replica", "0123456789"))
    assert is_quoted("replica", listing, answer(("replica", "0123456789"[:covered]))) is counts


def test_nothing_to_count_is_no_figure() -> None:
    assert all(math.isnan(float(value)) for value in figures(np.zeros(len(COLUMNS))).values())


def test_at_a_low_base_rate_false_alarms_weigh_more() -> None:
    recall, alarms = np.array(0.9), np.array(0.1)
    assert float(precision_at(0.5, recall, alarms)) == pytest.approx(0.9)
    # Of 100 listings 2 violate: 1.8 found beside 9.8 false alarms.
    assert float(precision_at(0.02, recall, alarms)) == pytest.approx(1.8 / 11.6)


@given(judged())
def test_listing_figures_agree_with_a_plain_count(pair: tuple[list[Labelled], list[Answer]]) -> None:
    listings, answers = pair
    said = [bool(one.quotes) for one in answers]
    truth = [bool(one.labels) for one in listings]
    right = sum(s and t for s, t in zip(said, truth, strict=True))
    made = figures(count(listings, answers).sum(axis=0))
    _same(made["precision"], right, sum(said))
    _same(made["recall"], right, sum(truth))
    _same(made["f1"], 2 * right, sum(said) + sum(truth))
    _same(made["clean_flagged"], sum(s and not t for s, t in zip(said, truth, strict=True)), truth.count(False))


@given(judged())
def test_weighing_by_the_own_base_rate_changes_nothing(pair: tuple[list[Labelled], list[Answer]]) -> None:
    listings, answers = pair
    sums = count(listings, answers).sum(axis=0)
    made = figures(sums)
    base = sum(one.violating for one in listings) / len(listings)
    if 0 < base < 1:
        np.testing.assert_allclose(precision_at(base, made["recall"], made["clean_flagged"]), made["precision"])


def _same(value: Counts, part: float, whole: float) -> None:
    assert math.isnan(float(value)) if not whole else float(value) == pytest.approx(part / whole)


@pytest.mark.skipif(not _SCORER.is_file(), reason="the development data with its scorer is not here")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=judged().filter(lambda pair: any(one.violating for one in pair[0])))
def test_figures_agree_with_the_scorer_of_the_development_data(
    pair: tuple[list[Labelled], list[Answer]], tmp_path: Path
) -> None:
    listings, answers = pair
    sums = count(listings, answers).sum(axis=0)
    theirs = _scored(listings, answers, tmp_path)
    ours = {name: float(np.nan_to_num(value)) for name, value in figures(sums).items()}
    assert ours["precision"] == pytest.approx(theirs["all"]["P"], abs=1e-4)
    assert ours["recall"] == pytest.approx(theirs["all"]["R"], abs=1e-4)
    assert ours["f1"] == pytest.approx(theirs["all"]["F1"], abs=1e-4)
    assert ours["clean_flagged"] == pytest.approx(theirs["all"]["FPR"], abs=1e-4)
    assert ours["category_f1"] == pytest.approx(theirs["category_micro_F1"], abs=1e-4)
    assert ours["evidence"] == pytest.approx(theirs["evidence_hit"], abs=1e-4)


def _scored(listings: list[Labelled], answers: list[Answer], folder: Path) -> Any:
    gold = [
        {
            "id": one.id,
            "lang": one.lang,
            "phenomenon": one.style,
            "title": one.title,
            "description": one.description,
            "violating": one.violating,
            "labels": [{"category": label.category, "evidence": label.text} for label in one.labels],
            "also_ok": list(one.also),
        }
        for one in listings
    ]
    said = [
        {
            "id": one.id,
            "violating": reply.flagged,
            "labels": [{"category": quote.category, "evidence": quote.text} for quote in reply.quotes],
        }
        for one, reply in zip(listings, answers, strict=True)
    ]
    files = [folder / "gold.jsonl", folder / "said.jsonl"]
    for file, rows in zip(files, (gold, said), strict=True):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = subprocess.run([sys.executable, str(_SCORER), *map(str, files)], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)
