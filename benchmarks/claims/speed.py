"""How fast Soi judges, beside an fp32 SentenceTransformer that only encodes the same listings' clauses.

Run as a program of its own, on two cores, so that nothing else of the benchmark is in its way:
`python -m benchmarks.claims.speed FILE...` prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.claims.compared.sentence_model import BATCH, THREADS, SentenceModel
from benchmarks.claims.labelled import BENCHMARK_FILE, CAPTURED_AT
from detectors.claims.clauses import listing_clauses
from detectors.open import open_judge
from listings.errors import InvalidInput, NotFound, SoiError
from listings.listing import Listing
from listings.subject import Subject
from monitor.wiring import model_cache

# Listings drawn of a file: fp32 needs minutes for more, and the ratio does not change.
DRAWN: Final = 340
_ROUNDS: Final = 3
_SEED: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Medians over three rounds, taken in turn. Rates are listings a second; `ratio` is Soi's by the other's."""

    file: str
    listings: int
    clauses: int
    distinct_clauses: int
    soi: float
    sentence_transformer: float
    ratio: float


def measure_speed(
    path: Path, judge: Callable[[Sequence[Subject]], object], encode: Callable[[Sequence[str]], object]
) -> Speed:
    """Measure on the listings of one file.

    Raises:
        InvalidInput: A line is no listing with an id.
        NotFound: The file cannot be read.
    """
    subjects = list(_subjects(path))
    clauses = [clause.text for subject in subjects for clause in listing_clauses(subject.listing)]
    rounds = [(_seconds(lambda: judge(subjects)), _seconds(lambda: encode(clauses))) for _ in range(_ROUNDS)]
    ours, theirs = (len(subjects) / statistics.median(taken) for taken in zip(*rounds, strict=True))
    return Speed(
        file=path.name,
        listings=len(subjects),
        clauses=len(clauses),
        distinct_clauses=len(set(clauses)),
        soi=round(ours, 1),
        sentence_transformer=round(theirs, 1),
        ratio=round(ours / theirs, 2),
    )


def measure_start() -> float:
    """Give the seconds (median of three) that `soi check` needs from being started to its first verdict."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_text(BENCHMARK_FILE.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
        taken = [_seconds(lambda: _first_verdict(file)) for _ in range(_ROUNDS)]
    return round(statistics.median(taken), 2)


def _first_verdict(file: Path) -> None:
    command = [sys.executable, "-P", "-m", "monitor", "check", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline() if process.stdout else b""
        process.kill()
    if b'"risk"' not in line:
        raise InvalidInput("soi check gave no verdict", where=str(file))


def _subjects(path: Path) -> Iterator[Subject]:
    try:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except OSError as error:
        raise NotFound(f"cannot be read: {error.strerror}", where=str(path)) from error
    drawn = random.Random(_SEED).sample(lines, min(DRAWN, len(lines)))  # noqa: S311 - repeatable, not secret
    for line in drawn:
        try:
            given = json.loads(line)
            listing = Listing(id=str(given["id"]), title=given.get("title"), description=given.get("description"))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidInput("a line is no listing with an id", where=str(path)) from error
        yield Subject(listing=listing, captured_at=CAPTURED_AT)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _keep_to_cores() -> None:
    """Keep the whole process to two cores: Soi takes as many threads as it has cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def main(arguments: Sequence[str]) -> int:
    """Print the speed on each file and the start-up as one JSON object."""
    _keep_to_cores()
    try:
        judge, model = open_judge("", model_cache()), SentenceModel(model_cache())
        model.encode(["warm up"] * BATCH)
        rows = [asdict(measure_speed(Path(name), judge.judge, model.encode)) for name in arguments]
        measured = {"start": measure_start(), "load": os.getloadavg()[0], "files": rows}
    except SoiError as error:
        sys.stderr.write(f"soi: {error}\n")
        return 1
    sys.stdout.write(json.dumps(measured) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
