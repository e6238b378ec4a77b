"""Measures pages per CPU second, stored and with evidence: `soi bench throughput`, or `-m benchmarks.throughput`.

With `--memory` what a crawl holds of memory as it goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.throughput.measure import Measured, measured
from benchmarks.throughput.memory import Held, held
from benchmarks.throughput.record import held_markdown, markdown, write_held, write_record


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; give the exit code."""
    given = _arguments(arguments)
    if given.memory:
        return _memory(given)
    results = [measured(given.pages, size, given.rounds) for size in given.bytes]
    if given.write:
        write_record(results)
    if given.json:
        given.json.write_text(_as_json(results), encoding="utf-8")
    sys.stdout.write(markdown(results) + "\n")
    return 0


def _memory(given: argparse.Namespace) -> int:
    results = [held(given.pages, size) for size in given.bytes[:1]]
    if given.write:
        write_held(results[0])
    if given.json:
        given.json.write_text(_as_json(results), encoding="utf-8")
    sys.stdout.write(held_markdown(results[0]) + "\n")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soi bench throughput", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, metavar="N", help="listings of the shop (1000)")
    parser.add_argument("--bytes", type=int, nargs="+", default=[10_000, 100_000], metavar="N", help="sizes of a page")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="each in turn; the median counts (3)")
    parser.add_argument("--memory", action="store_true", help="what one crawl of the first size holds, instead")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to this file")
    parser.add_argument("--write", action="store_true", help="record it in benchmarks/README.md")
    return parser.parse_args(arguments)


def _as_json(results: Sequence[Measured] | Sequence[Held]) -> str:
    return json.dumps([asdict(result) for result in results], indent=2) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
