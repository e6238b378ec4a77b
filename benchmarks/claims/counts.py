"""Counts what an answer got right and wrong, and makes figures of the counts.

Every figure is a ratio of sums over listings. So the counts of one listing are a row, figures are computed from the
sum of rows, and chance intervals from sums of drawn rows (`intervals.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims.labelled import Answer, Labelled

Counts = NDArray[np.float64]
"""[..., 9], in the order of COLUMNS."""

COLUMNS: Final = (
    "right_flag", "wrong_flag", "missed", "left_alone",
    "right_category", "wrong_category", "missed_category", "quoted", "to_quote",
)  # fmt: skip

# A quote counts when it shares this much (intersection over union, in characters) with the marked passage: half of
# the sentence around it will do, the whole listing will not.
QUOTED_FROM: Final = 0.4
RARE: Final = 0.02
"""One listing in fifty violates: nearer to a marketplace than the benchmark's half and half."""


def count(listings: Sequence[Labelled], answers: Sequence[Answer]) -> Counts:
    """Give the counts [listings, 9]."""
    rows = [_row(labelled, answer) for labelled, answer in zip(listings, answers, strict=True)]
    return np.array(rows, np.float64).reshape(-1, len(COLUMNS))


def _row(labelled: Labelled, answer: Answer) -> list[int]:
    flagged, violating = answer.flagged, labelled.violating
    named, wanted = answer.categories - (frozenset(labelled.also) - labelled.categories), labelled.categories
    return [
        flagged and violating,
        flagged and not violating,
        violating and not flagged,
        not flagged and not violating,
        len(named & wanted),
        len(named - wanted),
        len(wanted - named),
        sum(is_quoted(category, labelled, answer) for category in wanted),
        len(wanted),
    ]


def is_quoted(category: str, labelled: Labelled, answer: Answer) -> bool:
    """Say whether some quote, of whichever category, covers a passage of this category."""
    marked = [
        place for label in labelled.labels if label.category == category for place in _places(label.text, labelled)
    ]
    quoted = [place for quote in answer.quotes for place in _places(quote.text, labelled)]
    return any(shared(one, other) >= QUOTED_FROM for one in marked for other in quoted)


def _places(text: str, labelled: Labelled) -> Iterator[tuple[int, int]]:
    start = labelled.text.find(text) if text else -1
    if start >= 0:
        yield start, start + len(text)


def shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give the intersection over union of two stretches `[start, end)`."""
    overlap = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return overlap / ((one[1] - one[0]) + (other[1] - other[0]) - overlap)


def figures(sums: Counts) -> Mapping[str, Counts]:
    """Make the figures of summed counts [..., 9], each [...]; NaN where there was nothing to count."""
    right, wrong, missed, alone, c_right, c_wrong, c_missed, quoted, to_quote = np.moveaxis(sums, -1, 0)
    recall, false_alarms = _share(right, right + missed), _share(wrong, wrong + alone)
    return {
        "precision": _share(right, right + wrong),
        "recall": recall,
        "f1": _f1(right, wrong, missed),
        "clean_flagged": false_alarms,
        "category_f1": _f1(c_right, c_wrong, c_missed),
        "evidence": _share(quoted, to_quote),
        "precision_half": precision_at(0.5, recall, false_alarms),
        "precision_rare": precision_at(RARE, recall, false_alarms),
    }


def precision_at(base: float, recall: Counts, false_alarms: Counts) -> Counts:
    """Give the precision where a share `base` of all listings violates."""
    return _share(base * recall, base * recall + (1 - base) * false_alarms)


def _f1(right: Counts, wrong: Counts, missed: Counts) -> Counts:
    return _share(2 * right, 2 * right + wrong + missed)


def _share(part: Counts, whole: Counts) -> Counts:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Counts = np.where(whole > 0, part / whole, np.nan)
    return result
