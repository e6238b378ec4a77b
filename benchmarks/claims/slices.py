"""Parts of the benchmark on which figures are given by themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.claims.labelled import Answer, Labelled

Parts = Mapping[str, Sequence[int]]
"""By part: the places of its listings."""

COUNTERFEIT: Final = frozenset({"replica", "obfuscated_brand", "unknown_origin", "fake_proof", "hidden_listing"})
HEALTH_GOODS: Final = frozenset({"supplement", "food", "cosmetic", "drug", "device", "milk"})
_SHORT_PASSAGE: Final = 40
"""Characters, eight words or so: bluntly said. Veiled claims are stories and take longer."""
_FEW: Final = 8
"""Styles of fewer listings are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRecall:
    """Of the listings with a passage of one category: how many were flagged at all, and for this category.

    `wrongly` counts the others that were flagged for it.
    """

    category: str
    listings: int
    flagged: int
    named: int
    wrongly: int


def slices_of(listings: Sequence[Labelled]) -> Mapping[str, Parts]:
    """Part the listings by style, length, goods, author, and the violating ones by what they claim and how briefly."""
    lengths = sorted(len(labelled.text) for labelled in listings)
    middle, upper = lengths[len(lengths) // 3], lengths[2 * len(lengths) // 3]
    often = {style for style, count in Counter(labelled.style for labelled in listings).items() if count >= _FEW}
    return {
        "style": _parted(listings, lambda it: it.style if it.style in often else "rarer styles"),
        "length": _parted(listings, lambda it: _length(len(it.text), middle, upper)),
        "goods": _parted(listings, lambda it: "health goods" if it.product in HEALTH_GOODS else "other goods"),
        "author": _parted(listings, lambda it: it.family.partition("-")[0]),
        "claim": _parted(listings, _side),
        "passage": _parted(listings, _brevity),
    }


def category_recall(listings: Sequence[Labelled], answers: Sequence[Answer]) -> list[CategoryRecall]:
    """Give each category's recall, most frequent first."""
    of: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    wrongly: Counter[str] = Counter()
    for labelled, answer in zip(listings, answers, strict=True):
        for category in labelled.categories:
            of[category].append((answer.flagged, category in answer.categories))
        wrongly.update(answer.categories - labelled.categories - frozenset(labelled.also))
    return [
        CategoryRecall(
            category=category,
            listings=len(found),
            flagged=sum(flagged for flagged, _ in found),
            named=sum(named for _, named in found),
            wrongly=wrongly[category],
        )
        for category, found in sorted(of.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _parted(listings: Sequence[Labelled], part_of: Callable[[Labelled], str | None]) -> Parts:
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for place, labelled in enumerate(listings):
        part = part_of(labelled)
        if part is not None:
            parts[part].append(place)
    return dict(sorted(parts.items(), key=lambda item: (-len(item[1]), item[0])))


def _length(length: int, middle: int, upper: int) -> str:
    if length < middle:
        return f"under {middle} characters"
    return f"{middle} to {upper - 1} characters" if length < upper else f"{upper} characters or more"


def _side(labelled: Labelled) -> str | None:
    if not labelled.violating:
        return None
    return "counterfeit offer" if labelled.categories & COUNTERFEIT else "prohibited claim"


def _brevity(labelled: Labelled) -> str | None:
    if not labelled.violating:
        return None
    brief = min(len(label.text) for label in labelled.labels) < _SHORT_PASSAGE
    return f"under {_SHORT_PASSAGE} characters" if brief else f"{_SHORT_PASSAGE} characters or more"
