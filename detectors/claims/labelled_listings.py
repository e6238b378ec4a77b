"""Reads the corpus of whole listings, and cuts them into example clauses as the detector would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from detectors.claims.clauses import Clause, listing_clauses
from detectors.claims.examples import Category, Example
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.wording import Language

LISTINGS_FILE = Path(__file__).with_name("corpus") / "listings.jsonl"

# A clause makes the claim when most of it lies in the marked passage, or most of the passage in it. One that is only
# touched teaches nothing either way and is left out.
_OF_CLAUSE = 0.5
_OF_PASSAGE = 0.6
_TOUCHED = 0.15
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An exact substring of a field, and what it claims."""

    category: Category
    field: Literal["title", "description"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledListing:
    """One listing as written by an author, with every prohibited passage marked. `family` as in `Example`."""

    id: str
    lang: Language
    style: str
    product: str
    title: str
    description: str
    violating: bool
    labels: tuple[Passage, ...]
    family: str


_LISTING = TypeAdapter(LabelledListing)


def read_labelled_listings(path: Path = LISTINGS_FILE) -> list[LabelledListing]:
    """Read labelled listings, one JSON object a line.

    Raises:
        InvalidInput: A line is no labelled listing; the message names it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_read(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _read(line: str, where: str) -> LabelledListing:
    try:
        return _LISTING.validate_json(line)
    except ValidationError as error:
        raise InvalidInput(f"no labelled listing: {error.errors()[0]['msg']}", where=where) from error


def examples_of(labelled: LabelledListing) -> Iterator[Example]:
    """Give the listing's clauses as examples; those outside every marked passage are honest ones."""
    for clause in listing_clauses(Listing(id=labelled.id, title=labelled.title, description=labelled.description)):
        shares = [(label.category, *_shares(clause, label, labelled)) for label in labelled.labels]
        claimed = [category for category, own, passage in shares if own >= _OF_CLAUSE or passage >= _OF_PASSAGE]
        touched = any(own > _TOUCHED for _, own, _ in shares)
        if len(clause.text.split()) < _FEWEST_WORDS or (touched and not claimed):
            continue
        yield Example(
            text=clause.text,
            labels=tuple(dict.fromkeys(claimed)),
            lang=labelled.lang,
            product=labelled.product,
            family=labelled.family,
            style=labelled.style,
        )


def _shares(clause: Clause, label: Passage, labelled: LabelledListing) -> tuple[float, float]:
    """Give the share of the clause that lies in the passage, and of the passage that lies in the clause."""
    if clause.field != label.field:
        return 0.0, 0.0
    start = (labelled.title if label.field == "title" else labelled.description).find(label.text)
    overlap = max(0, min(start + len(label.text), clause.end) - max(start, clause.start))
    return overlap / max(clause.end - clause.start, 1), overlap / len(label.text)
