"""A run's figures as rows of a table, each beside what is usual for its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from listings.page import RunReport
from listings.usual_runs import Usual
from listings.wording import Language
from review_ui.presentation.figures import show_number

FigureKind = Literal["figure", "state", "reason", "missing"]
"""What a row's code names: a figure, a state of listings, a reason for not reading, a field that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure: this run's value, and the median of the runs before, empty where there is none."""

    kind: FigureKind
    code: str
    value: str
    usual: str


def figure_rows(run: RunReport, language: Language) -> Iterator[FigureRow]:
    """Give a run's figures. What could not be read stands beside what could: it is not clean."""
    usual = run.usual.figures if run.usual else {}

    def row(code: str, value: float | None, kind: FigureKind = "figure") -> FigureRow:
        known = usual.get(code) if kind != "reason" else None
        return FigureRow(kind=kind, code=code, value=_shown(value, language), usual=_median(known, language))

    yield row("pages", run.pages)
    yield row("pages_per_second", run.pages_per_second)
    yield row("listings", run.listings_seen)
    yield from (row(state, count, "state") for state, count in run.listings.items())
    yield row("unreadable", sum(run.unreadable.values()))
    yield from (row(reason, count, "reason") for reason, count in run.unreadable.items())
    yield from _missing(run, language)
    yield row("blocked", run.blocked)
    yield row("retried", run.retried)
    yield row("dead_links", run.dead_links)
    yield row("refused_addresses", run.refused_addresses)
    yield row("bytes", run.bytes)
    yield row("peak_memory", run.peak_memory)
    yield row("seconds", run.seconds)


def _missing(run: RunReport, language: Language) -> Iterator[FigureRow]:
    for name, share in run.fields_missing.items():
        known = run.usual.fields_missing.get(name) if run.usual else None
        usual = _percent(known.median, language) if known else ""
        yield FigureRow(kind="missing", code=name, value=_percent(share, language), usual=usual)


def _percent(share: float, language: Language) -> str:
    return f"{_shown(round(100 * share, 1), language)} %"


def _median(usual: Usual | None, language: Language) -> str:
    return _shown(usual.median, language) if usual else ""


def _shown(value: float | None, language: Language) -> str:
    if value is None:
        return "–"
    rounded = Decimal(f"{value:.2f}")
    whole = rounded.to_integral_value()
    return show_number(whole if whole == rounded else rounded, language)
