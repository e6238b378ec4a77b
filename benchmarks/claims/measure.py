"""Lets a system answer the benchmark and works its figures out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.claims.counts import Counts, count, figures
from benchmarks.claims.intervals import Figure, measured
from benchmarks.claims.labelled import Answer, Labelled, System
from benchmarks.claims.slices import CategoryRecall, category_recall, slices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigures:
    """Figures of a part; no intervals, as most parts are small. None where there was nothing to count."""

    listings: int
    violating: int
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one system reached. `figures` by language (`all`, `vi`, `en`), then by name."""

    system: str
    about: str
    seconds: float
    figures: Mapping[str, Mapping[str, Figure]]
    parts: Mapping[str, Mapping[str, PartFigures]]
    categories: Sequence[CategoryRecall]
    answers: Sequence[Answer]


def measure(system: System, listings: Sequence[Labelled]) -> Result:
    """Ask the system once about all listings."""
    began = time.perf_counter()
    answers = system.answer(listings)
    seconds = time.perf_counter() - began
    counts = count(listings, answers)
    return Result(
        system=system.name,
        about=system.about,
        seconds=round(seconds, 1),
        figures={language: _of_language(language, counts, listings) for language in ("all", "vi", "en")},
        parts={
            name: {part: _of_part(counts[list(places)]) for part, places in parts.items()}
            for name, parts in slices_of(listings).items()
        },
        categories=category_recall(listings, answers),
        answers=answers,
    )


def _of_language(language: str, counts: Counts, listings: Sequence[Labelled]) -> Mapping[str, Figure]:
    places = [place for place, labelled in enumerate(listings) if language in {"all", labelled.lang}]
    return measured(counts[places], [listings[place].family for place in places])


def _of_part(counts: Counts) -> PartFigures:
    sums = counts.sum(axis=0)
    known = {name: float(value) for name, value in figures(sums).items()}
    return PartFigures(
        listings=len(counts),
        violating=int(sums[0] + sums[2]),
        # A number that is not itself is "not a number".
        figures={name: round(value, 4) if value == value else None for name, value in known.items()},  # noqa: PLR0124
    )
