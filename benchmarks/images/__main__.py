"""Measures how well changed copies of official pictures are found: `soi bench images`, or `-m benchmarks.images`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.images.record import as_json, write_record
from benchmarks.images.report import markdown
from benchmarks.images.run import FULL, QUICK, Extent, Run, measured
from benchmarks.images.sheet import sheet
from listings.errors import InvalidInput, SoiError

MANY = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; give the exit code."""
    given = _arguments(arguments)
    try:
        if given.write and given.quick:
            raise InvalidInput("a quick run is not worth recording", remedy="give --write without --quick")
        run = measured(_extent(given), given.seed, given.pool, given.workers)
        _keep(run, given)
    except (SoiError, OSError) as error:
        sys.stderr.write(f"soi: {error}\n")
        return 1
    sys.stdout.write(markdown(run.report) + "\n")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soi bench images", description=__doc__)
    parser.add_argument("--pool", type=Path, metavar="DIR", help="pictures of your own, beside those that are drawn")
    parser.add_argument("--quick", action="store_true", help="a small sample, in a few minutes")
    parser.add_argument("--references", type=int, metavar="N", help=f"official pictures ({FULL.references})")
    parser.add_argument("--copies", type=int, metavar="N", help=f"changed copies an attack ({FULL.copies})")
    parser.add_argument("--negatives", type=int, metavar="N", help=f"pictures of other goods ({FULL.negatives})")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that look at them (1)")
    parser.add_argument("--many", action="store_true", help=f"measure costs with {MANY} references, too")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other pictures and other strengths (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to this file")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", help="write a page (HTML) of hits, misses and near misses"
    )
    parser.add_argument("--write", action="store_true", help="record it in benchmarks/README.md")
    return parser.parse_args(arguments)


def _extent(given: argparse.Namespace) -> Extent:
    base = QUICK if given.quick else FULL
    return replace(
        base,
        references=given.references or base.references,
        copies=given.copies or base.copies,
        negatives=given.negatives or base.negatives,
        many=MANY if given.many else 0,
    )


def _keep(run: Run, given: argparse.Namespace) -> None:
    if given.write:
        write_record(run.report)
    if given.json:
        given.json.write_text(as_json(run.report), encoding="utf-8")
    if given.sheet:
        page = sheet(run.copies, run.nearest, run.references, given.seed, run.others)
        given.sheet.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
