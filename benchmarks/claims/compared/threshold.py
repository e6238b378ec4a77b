"""Chooses the threshold of a system: on training listings, never on the benchmark."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.claims.labelled import Labelled

# One number needs no more, and both patterns and fp32 take their time.
CHOSEN_ON: Final = 400


def some_of(listings: Sequence[Labelled]) -> list[Labelled]:
    """Give the same few training listings to every system that only chooses a threshold."""
    return random.Random(1).sample(list(listings), min(CHOSEN_ON, len(listings)))  # noqa: S311 - repeatable


def best_threshold(scores: Sequence[float], violating: Sequence[bool]) -> float:
    """Give the score from which on flagging gives the best listing F1; of equals the highest.

    Raises:
        ValueError: No listing violates.
    """
    if not any(violating):
        raise ValueError("no listing violates: there is no threshold to choose")
    order = np.argsort(-np.array(scores), kind="stable")
    ranked, right = np.array(scores)[order], np.cumsum(np.array(violating)[order])
    # Equal scores stand or fall together: only the last of each run is a place to cut.
    cuts = np.flatnonzero(np.append(np.diff(ranked) < 0, True))
    f1 = 2 * right[cuts] / (cuts + 1 + right[-1])
    return float(ranked[cuts[np.argmax(f1)]])
