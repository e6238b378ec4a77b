"""Reads labelled whole listings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from detectors.claims.examples import Category
from listings.errors import InvalidInput
from listings.wording import Language

LISTINGS_FILE = Path(__file__).with_name("corpus") / "listings.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An exact substring of a field, and what it claims."""

    category: Category
    field: Literal["title", "description"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledListing:
    """One listing as written by an author, with every prohibited passage marked. `family` as in `Example`.

    `also` are categories that a careful second reader could have chosen: neither right nor wrong.
    """

    id: str
    lang: Language
    style: str
    product: str
    title: str
    description: str
    violating: bool
    labels: tuple[Passage, ...]
    family: str
    also: tuple[Category, ...] = ()


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
