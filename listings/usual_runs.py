"""What the last runs of a source were like, robustly: one odd run moves neither the median nor the spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

LAST_RUNS = 10
"""So many complete runs are looked back on."""

# The median of the distances from the median, times this, is the standard deviation where values spread normally.
_NORMAL = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The median of some runs' values, and how far they spread about it (a robust standard deviation)."""

    median: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRuns:
    """What `runs` complete runs of a source were like, up to LAST_RUNS: by figure, and by field the share missing."""

    runs: int
    figures: Mapping[str, Usual]
    fields_missing: Mapping[str, Usual]


def usual(values: Sequence[float]) -> Usual:
    """Give median and spread of at least one value."""
    middle = median(values)
    return Usual(median=middle, spread=_NORMAL * median(abs(value - middle) for value in values))
