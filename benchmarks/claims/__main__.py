"""Measures how well prohibited statements are found: `soi bench claims`, or `python -m benchmarks.claims`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.claims.compared.keywords import Keywords
from benchmarks.claims.compared.prototypes import Prototypes
from benchmarks.claims.compared.sentence_model import SentenceModel
from benchmarks.claims.compared.tfidf import TfidfRegression
from benchmarks.claims.compared.training import read_corpus
from benchmarks.claims.labelled import BENCHMARK_FILE, Labelled, System, read_labelled
from benchmarks.claims.measure import Result, measure
from benchmarks.claims.mistakes import mistakes
from benchmarks.claims.record import as_json, benchmark_digest, write_record
from benchmarks.claims.report import Report, markdown
from benchmarks.claims.soi import Soi
from benchmarks.claims.speed import Speed
from listings.errors import InvalidInput, SoiError
from monitor.wiring import model_cache


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; give the exit code."""
    given = _arguments(arguments)
    try:
        report = run(given.listings)
        if given.write:
            write_record(report)
        if given.json:
            given.json.write_text(as_json(report), encoding="utf-8")
    except (SoiError, OSError) as error:
        sys.stderr.write(f"soi: {error}\n")
        return 1
    sys.stdout.write(markdown(report) + "\n")
    if given.show_errors:
        sys.stdout.writelines(f"{line}\n" for line in mistakes(read_labelled(), report.results[0].answers))
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soi bench claims", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to this file")
    parser.add_argument("--write", action="store_true", help="record it: benchmarks/README.md and recorded.json")
    parser.add_argument("--show-errors", action="store_true", help="list what Soi missed or flagged wrongly")
    parser.add_argument(
        "--listings", type=Path, nargs="+", default=[], metavar="FILE", help="measure the speed on these too (JSONL)"
    )
    return parser.parse_args(arguments)


def run(others: Sequence[Path]) -> Report:
    """Measure every system on the benchmark, and speed on it and on other files.

    Raises:
        ToolMissing: The text model, torch or scikit-learn is not there.
    """
    began = time.perf_counter()
    listings = read_labelled()
    results = list(_results(listings))
    start, load, speeds = _speeds([BENCHMARK_FILE, *others])
    return Report(
        benchmark=benchmark_digest(),
        listings=len(listings),
        violating=sum(labelled.violating for labelled in listings),
        families=len({labelled.family for labelled in listings}),
        results=results,
        speeds=speeds,
        start=start,
        load=load,
        seconds=round(time.perf_counter() - began),
    )


def _results(listings: Sequence[Labelled]) -> Iterator[Result]:
    """Open one system after the other, so that memory holds one at a time."""
    corpus = read_corpus()
    openers: tuple[Callable[[], System], ...] = (
        Soi.opened,
        Soi.unscreened,
        lambda: Keywords.trained(corpus.listings),
        lambda: TfidfRegression.trained(corpus),
        lambda: Prototypes.trained(SentenceModel(model_cache()), corpus.listings),
    )
    for open_system in openers:
        system = open_system()
        sys.stderr.write(f"measuring {system.name}\n")
        yield measure(system, listings)


def _speeds(files: Sequence[Path]) -> tuple[float, float, list[Speed]]:
    command = [sys.executable, "-P", "-m", "benchmarks.claims.speed", *map(str, files)]
    sys.stderr.write("measuring speed\n")
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise InvalidInput("the speed was not measured; the line above says why")
    measured = json.loads(done.stdout)
    return measured["start"], round(measured["load"], 1), [Speed(**row) for row in measured["files"]]


if __name__ == "__main__":
    raise SystemExit(main())
