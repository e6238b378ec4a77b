"""The promise: Soi finds on the shipped benchmark what it was recorded to find."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.claims.labelled import read_labelled
from benchmarks.claims.measure import Result, measure
from benchmarks.claims.record import recorded_f1
from benchmarks.claims.soi import Soi

_ROOT = Path(__file__).resolve().parents[3]
_MODEL = Path(os.environ.get("SOI_MODEL_DIR", _ROOT / ".soi-cache" / "e5-small"))
_MAY_FALL = 0.02


@pytest.fixture(scope="module")
def result() -> Result:
    if not (_MODEL / "prepared.json").is_file():
        pytest.skip("the text model is not prepared")
    return measure(Soi.opened(_MODEL), read_labelled())


def test_the_f1_has_not_fallen(result: Result) -> None:
    reached = result.figures["all"]["f1"].value
    assert reached is not None
    assert reached >= recorded_f1()["all"] - _MAY_FALL


def test_every_quote_stands_in_its_listing(result: Result) -> None:
    for labelled, answer in zip(read_labelled(), result.answers, strict=True):
        assert all(quote.text and quote.text in labelled.text for quote in answer.quotes), labelled.id


def _bench(*arguments: str, cwd: Path = _ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", "bench", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["claims", "images"])
def test_soi_bench_hands_on_what_follows_the_name(name: str) -> None:
    done = _bench(name, "--help")
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout


def test_an_unknown_benchmark_is_one_line() -> None:
    done = _bench("nothing")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "claims" in done.stderr


def test_a_folder_of_the_same_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "__init__.py").write_text("raise SystemExit(9)", encoding="utf-8")
    assert _bench("claims", "--help", cwd=tmp_path).returncode == 0
