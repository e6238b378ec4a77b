"""Writes what was measured into benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.throughput.measure import Measured

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- soi bench throughput: begin -->", "<!-- soi bench throughput: end -->"


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
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n\n{markdown(results)}\n\n{END}{after}", encoding="utf-8")
