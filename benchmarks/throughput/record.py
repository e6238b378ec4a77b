"""Writes what was measured into benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.throughput.measure import Measured
from benchmarks.throughput.memory import PARTS, Held

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- soi bench throughput: begin -->", "<!-- soi bench throughput: end -->"
HELD_BEGIN, HELD_END = "<!-- soi bench throughput --memory: begin -->", "<!-- soi bench throughput --memory: end -->"


def markdown(results: Sequence[Measured]) -> str:
    """Give the figures as a table."""
    lines = [
        "Pages per CPU second (user and system, start-up included; medians of rounds in turn).",
        "",
        "| page | pages | listings kept | Soi, stored and with evidence | bare Scrapy, titles only | ratio |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.size // 1000} KB | {each.soi_pages} | {each.kept} | {each.soi:.0f} | {each.bare:.0f} "
        f"| {each.soi / each.bare:.2f} |"
        for each in results
    ]
    return "\n".join(lines)


def write_record(results: Sequence[Measured]) -> None:
    """Put the table between its marks."""
    _put(BEGIN, markdown(results), END)


def held_markdown(result: Held) -> str:
    """Give what a crawl held as a table."""
    parts = [f"{100 * part // PARTS} %" for part in range(1, PARTS + 1)]
    held = [f"{tenth / 1_000_000:.0f}" for tenth in result.tenths]
    said = (
        f"{result.pages} pages of {result.size // 1000} KB, {result.kept} listings kept: resident MB at most in each"
        f" tenth of the run; {result.growth:.0f} bytes more for each page of its second half."
    )
    rows = (parts, ["---"] * PARTS, held)
    return "\n".join([said, "", *(f"| {' | '.join(row)} |" for row in rows)])


def write_held(result: Held) -> None:
    """Put what a crawl held between its marks."""
    _put(HELD_BEGIN, held_markdown(result), HELD_END)


def _put(begin: str, text: str, end: str) -> None:
    before, _, rest = README.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    README.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
