"""Puts texts of like length together, so that little padding is computed and a batch never grows large."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Tokens = Sequence[int]
Ids = NDArray[np.int64]


def plan_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Part the indices of `lengths` into batches whose size with padding is within `budget`, or that hold one text."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        # In order of length the newest text is the longest: all others of its batch are padded to it.
        if batches and (len(batches[-1]) + 1) * lengths[index] <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def pad(rows: Sequence[Tokens], filler: int) -> tuple[Ids, Ids]:
    """Give token ids and mask as tables, filled up on the right."""
    width = max(map(len, rows))
    ids, mask = np.full((len(rows), width), filler, np.int64), np.zeros((len(rows), width), np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return ids, mask
