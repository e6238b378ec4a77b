"""Says how far chance alone could have moved a figure: draws families again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims.counts import Counts, figures

DRAWS: Final = 1000
SEED: Final = 20260
_INNER: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured figure with its 95 % interval; None where there was nothing to count."""

    value: float | None
    low: float | None
    high: float | None


def measured(counts: Counts, families: Sequence[str]) -> Mapping[str, Figure]:
    """Give every figure of `counts` [listings, 9] with its interval over the listings' families."""
    by_family = _by_family(counts, families)
    drawn = figures(drawn_times(len(by_family)) @ by_family)
    return {name: _figure(float(value), drawn[name]) for name, value in figures(counts.sum(axis=0)).items()}


def drawn_times(families: int) -> NDArray[np.float64]:
    """Give how often each family is drawn, [DRAWS, families]: as many as there are, with putting back."""
    if not families:
        return np.zeros((DRAWS, 0))
    chance = np.random.default_rng(SEED)
    times = chance.multinomial(families, np.full(families, 1 / families), size=DRAWS)
    return times.astype(np.float64)


def _by_family(counts: Counts, families: Sequence[str]) -> Counts:
    names, place = np.unique(np.array(families, dtype=str), return_inverse=True)
    summed = np.zeros((len(names), counts.shape[1]))
    np.add.at(summed, place, counts)
    return summed


def _figure(value: float, drawn: Counts) -> Figure:
    known = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(known):
        return Figure(value=None, low=None, high=None)
    low, high = np.percentile(known, _INNER)
    return Figure(value=round(value, 4), low=round(float(low), 4), high=round(float(high), 4))
