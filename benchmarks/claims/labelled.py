"""Listings with what a careful reviewer underlined in them, and what a system says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from detectors.claims.labelled_listings import LabelledListing
from listings.errors import InvalidInput, NotFound
from listings.listing import Listing
from listings.subject import Subject

BENCHMARK_FILE = Path(__file__).with_name("listings.jsonl")

# Rules hold from a day on; a benchmark that judged as of today would change its figures overnight.
CAPTURED_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled(LabelledListing):
    """One listing with its prohibited passages, as a system is measured with it.

    Chance draws families, never single listings: those of one `family` share an idea.
    """

    @property
    def text(self) -> str:
        """Give title and description, as evidence is looked up in them."""
        return f"{self.title}\n{self.description}"

    @property
    def categories(self) -> frozenset[str]:
        """Give the categories of the passages."""
        return frozenset(label.category for label in self.labels)

    @property
    def listing(self) -> Listing:
        """Give what a detector may see: the two texts and nothing of the labels, product, style or language."""
        return Listing(id=self.id, title=self.title, description=self.description)

    @property
    def subject(self) -> Subject:
        """Give the listing as captured on the benchmark's day."""
        return Subject(listing=self.listing, captured_at=CAPTURED_AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A category that a system names, with the text it quotes for it."""

    category: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a system says of one listing. `score` is its own measure; only its order means something."""

    score: float
    quotes: tuple[Quote, ...] = ()

    @property
    def flagged(self) -> bool:
        """Say whether the listing would be put before a reviewer."""
        return bool(self.quotes)

    @property
    def categories(self) -> frozenset[str]:
        """Give the categories named."""
        return frozenset(quote.category for quote in self.quotes)


class System(Protocol):
    """What is measured: Soi, or something it is compared with."""

    @property
    def name(self) -> str:
        """The system's name in tables."""

    @property
    def about(self) -> str:
        """Model and threshold, in a few words."""

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        """Give one answer per listing, in order, from the texts alone."""


_LABELLED = TypeAdapter(Labelled)


def read_labelled(path: Path = BENCHMARK_FILE) -> list[Labelled]:
    """Read labelled listings, one JSON object a line.

    Raises:
        NotFound: The file cannot be read.
        InvalidInput: A line is no labelled listing, or an id occurs twice; the message names it.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise NotFound(f"cannot be read: {error.strerror}", where=str(path)) from error
    read = [_read(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    twice = [name for name, count in Counter(labelled.id for labelled in read).items() if count > 1]
    if twice:
        raise InvalidInput(f"the id {twice[0]} occurs twice", where=str(path))
    return read


def _read(line: str, where: str) -> Labelled:
    try:
        labelled = _LABELLED.validate_json(line)
    except ValidationError as error:
        raise InvalidInput(f"no labelled listing: {error.errors()[0]['msg']}", where=where) from error
    if labelled.violating != bool(labelled.labels):
        raise InvalidInput("it violates without a passage, or has a passage and does not violate", where=where)
    for label in labelled.labels:
        if not label.text or label.text not in labelled.listing.text_of(label.field):
            raise InvalidInput(f"the {label.field} does not hold the passage {label.text!r}", where=where)
    return labelled
