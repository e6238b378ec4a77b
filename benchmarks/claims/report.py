"""Writes the measured figures as Markdown: the same on a terminal and in README.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.claims.compared.sentence_model import BATCH, THREADS
from benchmarks.claims.intervals import DRAWS, Figure
from benchmarks.claims.measure import Result
from benchmarks.claims.speed import Speed
from detectors.rules.load import load_rules

_ROWS: Final = (
    ("all", "precision", "listings: precision"),
    ("all", "recall", "recall"),
    ("all", "f1", "**F1**"),
    ("vi", "f1", "F1, Vietnamese"),
    ("en", "f1", "F1, English"),
    ("all", "clean_flagged", "clean listings flagged"),
    ("vi", "clean_flagged", "of the Vietnamese ones"),
    ("en", "clean_flagged", "of the English ones"),
    ("all", "category_f1", "category F1 (micro)"),
    ("all", "evidence", "passage quoted (overlap .4 or more)"),
    ("all", "precision_half", "precision where 1 in 2 violates"),
    ("all", "precision_rare", "precision where 1 in 50 violates"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run: the systems' results (Soi first), speed, seconds from `soi check` to a verdict, and the run's own."""

    benchmark: str
    listings: int
    violating: int
    families: int
    results: Sequence[Result]
    speeds: Sequence[Speed]
    start: float
    load: float
    seconds: float


def markdown(report: Report) -> str:
    """Give the whole report."""
    return "\n".join(
        [
            *_heading(report),
            "",
            *_table(report.results),
            "",
            *_reading(report),
            "",
            *_parts(report.results),
            "",
            *_categories(report.results[0]),
            "",
            *_speed(report),
        ]
    )


def rounded(value: float | None) -> str:
    """Give a share as `.87`, and a dash where nothing was counted."""
    if value is None:
        return "-"
    return f"{value:.2f}" if value >= 0.995 else f"{value:.2f}".lstrip("0")  # noqa: PLR2004 - what rounds to one


def _heading(report: Report) -> Iterator[str]:
    yield (
        f"{report.listings} listings (digest {report.benchmark}), {report.violating} violating, in {report.families} "
        f"families. In brackets: 95 % intervals, {DRAWS} draws of families."
    )
    yield ""
    yield from (f"- {result.system}: {result.about}" for result in report.results)


def _table(results: Sequence[Result]) -> Iterator[str]:
    yield "| | " + " | ".join(result.system for result in results) + " |"
    yield "|---|" + "---|" * len(results)
    for language, name, title in _ROWS:
        cells = (_cell(result.figures[language][name]) for result in results)
        yield f"| {title} | " + " | ".join(cells) + " |"


def _cell(figure: Figure) -> str:
    return (
        f"{rounded(figure.value)} ({rounded(figure.low)}-{rounded(figure.high)})" if figure.value is not None else "-"
    )


def _reading(report: Report) -> Iterator[str]:
    rare = report.results[0].figures["all"]["precision_rare"]
    if rare.value is not None and rare.low is not None and rare.high is not None:
        yield (
            f"Where one listing in fifty violates, about {100 * rare.value:.0f} of 100 that Soi flags are right "
            f"({100 * rare.low:.0f} to {100 * rare.high:.0f}), if clean listings there are as misleading as two thirds "
            "of those here: ordinary goods are easier."
        )


def _parts(results: Sequence[Result]) -> Iterator[str]:
    yield (
        "| part | listings | violating | Soi: precision | recall | clean flagged | F1 | "
        + " | ".join(f"{result.system}: F1" for result in results[1:])
        + " |"
    )
    yield "|---|" + "---|" * (5 + len(results))
    for name, parts in results[0].parts.items():
        for part, own in parts.items():
            shown = [own.figures[figure] for figure in ("precision", "recall", "clean_flagged", "f1")]
            shown += [result.parts[name][part].figures["f1"] for result in results[1:]]
            cells = " | ".join(rounded(value) for value in shown)
            yield f"| {name}: {part} | {own.listings} | {own.violating} | {cells} |"


def _categories(result: Result) -> Iterator[str]:
    rules = load_rules().by_category
    yield f"| category | suspected from | listings | flagged by {result.system} | with this category | others with it |"
    yield "|---|---|---|---|---|---|"
    for recall in result.categories:
        least = f"{rules[recall.category].suspected_from:g}" if recall.category in rules else "-"
        cells = (recall.category, least, recall.listings, recall.flagged, recall.named, recall.wrongly)
        yield "| " + " | ".join(map(str, cells)) + " |"


def _speed(report: Report) -> Iterator[str]:
    yield (
        f"Speed, on two cores: Soi's whole judgement beside SentenceTransformer (fp32, batches of {BATCH}, {THREADS} "
        "torch threads, sorted by length) only encoding the same clauses; medians of three rounds in turn."
    )
    yield ""
    yield "| file | listings | clauses (distinct) | Soi, listings/s | SentenceTransformer, listings/s | ratio |"
    yield "|---|---|---|---|---|---|"
    for speed in report.speeds:
        yield (
            f"| {speed.file} | {speed.listings} | {speed.clauses} ({speed.distinct_clauses}) | {speed.soi} "
            f"| {speed.sentence_transformer} | {speed.ratio} |"
        )
    yield ""
    yield (
        f"`soi check` gives its first verdict after {report.start} s. The whole run took {report.seconds / 60:.1f} "
        f"minutes; the machine's load was {report.load:.1f} while speed was measured."
    )
