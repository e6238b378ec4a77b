"""What is shown and kept: the table between its markers, mistakes to read, the figures to fall behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.claims import record
from benchmarks.claims.labelled import Answer, Labelled
from benchmarks.claims.measure import measure
from benchmarks.claims.mistakes import mistakes
from benchmarks.claims.record import BEGIN, END, README, as_json, between_markers, recorded_f1, write_record
from benchmarks.claims.report import Report, markdown, rounded
from benchmarks.claims.slices import category_recall, slices_of
from benchmarks.claims.speed import Speed
from detectors.rules.load import load_rules
from listings.errors import InvalidInput, NotFound
from tests.benchmarks.claims.listings_of_chance import answer, labelled

_LISTINGS = [
    labelled("It cures gout.", ("disease_cure", "cures gout"), name="a1", family="a-1"),
    labelled("A mirror copy.", ("replica", "mirror copy"), name="b1", family="b-1"),
    labelled("Blue cotton.", name="a2", family="a-2"),
    labelled("Green wool.", name="b2", family="b-2"),
]
_SAID = [answer(("disease_cure", "It cures gout")), answer(), answer(("replica", "Blue cotton")), answer()]


class _Said:
    """A system with ready answers."""

    name = "Ready"
    about = "answers written by hand"

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        return _SAID[: len(listings)]


@pytest.fixture
def report() -> Report:
    speed = Speed(
        file="l.jsonl", listings=4, clauses=5, distinct_clauses=5, soi=20.0, sentence_transformer=10.0, ratio=2.0
    )
    return Report(
        benchmark="abc", listings=4, violating=2, families=4, results=[measure(_Said(), _LISTINGS)],
        speeds=[speed], start=1.25, load=0.5, seconds=90,
    )  # fmt: skip


def test_the_table_shows_what_was_counted(report: Report) -> None:
    text = markdown(report)
    assert "| listings: precision | .50" in text
    assert "| clean listings flagged | .50" in text
    assert "| F1, Vietnamese | - |" in text
    assert f"| replica | {load_rules().by_category['replica'].suspected_from:g} | 1 | 0 | 0 | 1 |" in text
    assert "| l.jsonl | 4 | 5 (5) | 20.0 | 10.0 | 2.0 |" in text


@pytest.mark.parametrize(
    ("value", "shown"), [(0.866, ".87"), (1.0, "1.00"), (0.996, "1.00"), (0.0, ".00"), (None, "-")]
)
def test_shares_are_short(value: float | None, shown: str) -> None:
    assert rounded(value) == shown


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    assert between_markers(f"a\n{BEGIN}\nold\n{END}\nz\n", "new") == f"a\n{BEGIN}\n\nnew\n\n{END}\nz\n"


@pytest.mark.parametrize("text", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}"])
def test_a_readme_without_its_markers_is_left_alone(text: str) -> None:
    with pytest.raises(InvalidInput, match="markers"):
        between_markers(text, "new")


def test_what_is_recorded_is_read_again(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme, recorded = tmp_path / "README.md", tmp_path / "recorded.json"
    readme.write_text(f"# Title\n{BEGIN}\n{END}\n", encoding="utf-8")
    write_record(report, readme=readme, recorded=recorded)
    assert "| **F1** | .50" in readme.read_text(encoding="utf-8")
    with pytest.raises(NotFound, match="another benchmark"):
        recorded_f1(recorded)
    monkeypatch.setattr(record, "benchmark_digest", lambda: "abc")
    assert recorded_f1(recorded) == {"all": 0.5, "vi": None, "en": 0.5}


def test_nothing_recorded_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="--write"):
        recorded_f1(tmp_path / "none.json")


def test_json_holds_the_figures_with_their_intervals(report: Report) -> None:
    given = json.loads(as_json(report))
    assert given["results"][0]["figures"]["all"]["f1"]["value"] == 0.5
    assert given["results"][0]["parts"]["author"]["a"]["figures"]["precision"] == 0.5
    assert "answers" not in given["results"][0]


def test_mistakes_can_be_read() -> None:
    text = "\n".join(mistakes(_LISTINGS, _SAID))
    assert "## missed: 1" in text
    assert "marked: replica: mirror copy" in text
    assert "## flagged though clean: 1" in text
    assert "said: replica: Blue cotton" in text
    assert "## flagged for something else: 0" in text


def test_a_right_flag_with_another_category_is_a_mistake_too() -> None:
    text = "\n".join(mistakes(_LISTINGS[:1], [answer(("replica", "It cures gout"))]))
    assert "## flagged for something else: 1" in text


def test_every_way_of_slicing_holds_each_listing_at_most_once() -> None:
    for name, parts in slices_of(_LISTINGS).items():
        places = [place for part in parts.values() for place in part]
        assert len(places) == len(set(places)) == (2 if name in {"claim", "passage"} else 4)
    assert slices_of(_LISTINGS)["claim"] == {"counterfeit offer": [1], "prohibited claim": [0]}


def test_category_recall_tells_flagging_from_naming() -> None:
    (first, second) = category_recall(_LISTINGS[:2], [answer(("replica", "gout")), answer(("replica", "mirror copy"))])
    assert (first.category, first.flagged, first.named, first.wrongly) == ("disease_cure", 1, 0, 0)
    assert (second.category, second.flagged, second.named, second.wrongly) == ("replica", 1, 1, 1)


def test_the_readme_shows_what_is_recorded() -> None:
    table = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert f"| **F1** | {rounded(recorded_f1()['all'])} " in table
    assert record.benchmark_digest() in table
