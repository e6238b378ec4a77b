"""Shares with how far chance could have moved them, and thresholds that leave few false positives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Two-sided 95 %.
Z = 1.959964
RARE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of something counted, with Wilson's 95 % interval."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """Give the share, None where nothing was counted."""
        return self.hits / self.of if self.of else None

    @property
    def low(self) -> float:
        """Give the interval's lower end."""
        return max(0.0, self._middle - self._reach)

    @property
    def high(self) -> float:
        """Give the interval's upper end."""
        return min(1.0, self._middle + self._reach)

    @property
    def _middle(self) -> float:
        return (self.hits + Z * Z / 2) / (self.of + Z * Z)

    @property
    def _reach(self) -> float:
        spread = self.hits * (self.of - self.hits) / self.of + Z * Z / 4 if self.of else Z * Z / 4
        return Z * math.sqrt(spread) / (self.of + Z * Z)


def share(matched: Sequence[bool]) -> Share:
    """Count what matched."""
    return Share(hits=sum(matched), of=len(matched))


def bound(scores: Sequence[float]) -> float:
    """Give the score above which at most 1 in 10,000 of these scores of other pictures lies; never below 0."""
    ordered = sorted(scores, reverse=True)
    allowed = len(ordered) // RARE
    return max(0.0, ordered[allowed]) if allowed < len(ordered) else 0.0
