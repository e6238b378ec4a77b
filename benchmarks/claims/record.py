"""Keeps what was measured: the table in benchmarks/README.md, and the F1 below which a test fails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from benchmarks.claims.labelled import BENCHMARK_FILE
from benchmarks.claims.report import Report, markdown
from listings.errors import InvalidInput, NotFound

README: Final = Path(__file__).resolve().parents[1] / "README.md"
RECORDED: Final = Path(__file__).with_name("recorded.json")
BEGIN: Final = "<!-- soi bench claims: begin -->"
END: Final = "<!-- soi bench claims: end -->"


def benchmark_digest(path: Path = BENCHMARK_FILE) -> str:
    """Give the SHA-256 (12 hex digits) of the benchmark."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def write_record(report: Report, *, readme: Path = README, recorded: Path = RECORDED) -> None:
    """Write the table between the markers of the README, and the figures to fall behind.

    Raises:
        InvalidInput: The README has lost its markers.
    """
    readme.write_text(between_markers(readme.read_text(encoding="utf-8"), markdown(report)), encoding="utf-8")
    ours = report.results[0]
    kept = {
        "benchmark": report.benchmark,
        "model": ours.about,
        "f1": {language: figures["f1"].value for language, figures in ours.figures.items()},
    }
    recorded.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def between_markers(text: str, new: str) -> str:
    """Replace what stands between the markers.

    Raises:
        InvalidInput: There is not exactly one of each, in order.
    """
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(END) < text.index(BEGIN):
        raise InvalidInput("the markers of the table are gone", remedy=f"put {BEGIN} and {END} where it belongs")
    return f"{text.partition(BEGIN)[0]}{BEGIN}\n\n{new}\n\n{END}{text.partition(END)[2]}"


def recorded_f1(path: Path = RECORDED) -> Mapping[str, float]:
    """Give the recorded listing F1 by language (`all`, `vi`, `en`).

    Raises:
        NotFound: Nothing was recorded for the benchmark as it is now.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFound("nothing is recorded", where=str(path), remedy="soi bench claims --write") from error
    if kept["benchmark"] != benchmark_digest():
        raise NotFound("recorded for another benchmark", where=str(path), remedy="soi bench claims --write")
    f1: Mapping[str, float] = kept["f1"]
    return f1


def as_json(report: Report) -> str:
    """Give everything measured as JSON, without the single answers."""
    given = asdict(report)
    for result in given["results"]:
        del result["answers"]
    return json.dumps(given, ensure_ascii=False, indent=1) + "\n"
