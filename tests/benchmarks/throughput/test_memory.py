"""A crawl holds as much memory after many pages as after few."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.throughput import record
from benchmarks.throughput.__main__ import main
from benchmarks.throughput.memory import Held, held, tenths

MB = 1_000_000


def figures(*megabytes: int) -> Held:
    return Held(size=10_000, pages=1000, kept=900, tenths=[each * MB for each in megabytes])


def test_the_most_of_each_tenth_counts() -> None:
    assert tenths([*range(100)]) == [9, 19, 29, 39, 49, 59, 69, 79, 89, 99]
    assert tenths([7, 8, 9]) == [7, 7, 8, 8, 8, 9, 9, 9, 9, 9]


def test_growth_is_that_of_the_second_half() -> None:
    assert figures(1, 2, 3, 4, 100, 100, 100, 100, 100, 101).growth == MB / 500


def test_a_long_crawl_does_not_grow_by_the_page() -> None:
    """Pages of 60 KB of which every third stayed would add more; a run this short still warms up by half of that."""
    result = held(1000, 60_000)
    assert result.kept == 1000
    assert result.growth < 20_000


def test_what_was_held_is_recorded_beside_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme, file = tmp_path / "README.md", tmp_path / "held.json"
    readme.write_text(f"a\n{record.HELD_BEGIN}\nold\n{record.HELD_END}\nb\n", encoding="utf-8")
    monkeypatch.setattr(record, "README", readme)
    monkeypatch.setattr("benchmarks.throughput.__main__.held", lambda *_: figures(*range(10, 20)))
    assert main(["--memory", "--write", "--json", str(file)]) == 0
    table = capsys.readouterr().out
    assert "| 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 |" in table
    assert readme.read_text("utf-8") == f"a\n{record.HELD_BEGIN}\n\n{table}\n{record.HELD_END}\nb\n"
    assert json.loads(file.read_text("utf-8"))[0]["kept"] == 900
