"""The training corpus as the compared systems read it: clauses with their categories, and whole listings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.claims.labelled import Labelled, read_labelled
from detectors.claims.clauses import Clause, listing_clauses
from detectors.claims.labelled_listings import Passage

CORPUS: Final = Path(__file__).resolve().parents[3] / "detectors" / "claims" / "corpus"

# A clause makes the claim when half of it lies in the marked passage, or half of the passage in it.
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClause:
    """A clause and the categories it claims; none: honest. `family` as in `Labelled`."""

    text: str
    categories: frozenset[str]
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Single clauses, and whole listings."""

    clauses: tuple[TrainingClause, ...]
    listings: tuple[Labelled, ...]


def read_corpus(folder: Path = CORPUS) -> Corpus:
    """Read the training corpus.

    Raises:
        InvalidInput, NotFound: A file is missing or malformed.
    """
    lines = (folder / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    clauses = (
        TrainingClause(text=row["text"], categories=frozenset(row["labels"]), family=row["family"]) for row in rows
    )
    return Corpus(clauses=tuple(clauses), listings=tuple(read_labelled(folder / "listings.jsonl")))


def clauses_of(listings: Sequence[Labelled]) -> Iterator[TrainingClause]:
    """Cut listings into clauses with the categories of the passages they hold."""
    for labelled in listings:
        for clause in listing_clauses(labelled.listing):
            claimed = frozenset(label.category for label in labelled.labels if _holds(clause, label, labelled))
            yield TrainingClause(text=clause.text, categories=claimed, family=labelled.family)


def _holds(clause: Clause, label: Passage, labelled: Labelled) -> bool:
    if clause.field != label.field:
        return False
    start = labelled.listing.text_of(label.field).find(label.text)
    overlap = min(start + len(label.text), clause.end) - max(start, clause.start)
    return overlap > _HALF * min(len(label.text), clause.end - clause.start)
