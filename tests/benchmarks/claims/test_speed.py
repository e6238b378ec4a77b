"""What the speed is measured on: the same listings for both, in the same order, each time the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.claims.speed import DRAWN, measure_speed
from listings.errors import InvalidInput, NotFound
from listings.subject import Subject


def _file(folder: Path, *rows: object) -> Path:
    file = folder / "l.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def _measured(file: Path) -> tuple[list[list[str]], list[list[str]], dict[str, int]]:
    judged: list[list[str]] = []
    encoded: list[list[str]] = []

    def judge(subjects: Sequence[Subject]) -> None:
        judged.append([subject.listing.id for subject in subjects])

    speed = measure_speed(file, judge, lambda texts: encoded.append(list(texts)))
    counted = {"listings": speed.listings, "clauses": speed.clauses, "distinct": speed.distinct_clauses}
    return judged, encoded, counted


def test_both_get_the_same_listings_in_every_round(tmp_path: Path) -> None:
    rows = [{"id": name, "title": "Tea", "description": f"From {name}. Sent on Mondays."} for name in "abc"]
    judged, encoded, counted = _measured(_file(tmp_path, *rows))
    assert len(judged) == len(encoded) == 3
    assert sorted(judged[0]) == ["a", "b", "c"]
    assert judged[0] == judged[1] == judged[2]
    assert sorted(encoded[0]) == sorted([*(f"From {name}" for name in "abc"), *["Sent on Mondays", "Tea"] * 3])
    assert counted == {"listings": 3, "clauses": 9, "distinct": 5}


def test_of_a_large_file_the_same_part_is_drawn_each_time(tmp_path: Path) -> None:
    file = _file(tmp_path, *({"id": str(number), "title": "Tea"} for number in range(DRAWN + 60)))
    first, second = _measured(file)[0][0], _measured(file)[0][0]
    assert first == second
    assert len(set(first)) == DRAWN


@pytest.mark.parametrize("row", [3, {"title": "Tea"}, ["a"]])
def test_what_is_no_listing_is_named(row: object, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"l\.jsonl"):
        _measured(_file(tmp_path, row))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.jsonl"):
        _measured(tmp_path / "none.jsonl")
