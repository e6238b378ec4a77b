"""A share seen in a sample, with how far the true one may lie from it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 % of the normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """A share (0..1) with its 95 % Wilson interval."""

    share: float
    low: float
    high: float


def wilson(successes: int, trials: int) -> Proportion | None:
    """Give the share of successes with its interval; None where nothing was tried.

    Wilson's interval stays honest for few trials and for shares near 0 or 1, where the usual one claims certainty.
    """
    if trials <= 0:
        return None
    share = successes / trials
    centre = (share + _Z**2 / (2 * trials)) / (1 + _Z**2 / trials)
    half = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2)) / (1 + _Z**2 / trials)
    return Proportion(share=share, low=max(0.0, min(centre - half, share)), high=min(1.0, max(centre + half, share)))
