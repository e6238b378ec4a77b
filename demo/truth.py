"""The right answers about the sample marketplace. Read by the comparison only, never by the server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from demo.marketplace import read_lines

TRUTH_FILE = Path(__file__).parent / "truth.jsonl"

COUNTERFEIT_SIDE = frozenset({"replica", "obfuscated_brand", "unknown_origin", "fake_proof", "hidden_listing"})
"""Categories that say something about the goods; the others are about the advertising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a careful person says of one listing. `id` is the page's own number, or the path of an article or post."""

    id: str
    violating: bool
    categories: tuple[str, ...]
    counterfeit: bool
    tricky: bool
    honest_official_photo: bool
    spans: tuple[str, ...]
    why: str


def read_truth(file: Path = TRUTH_FILE) -> Mapping[str, Truth]:
    """Give the right answers by id."""
    rows = (_truth(row) for row in read_lines(file))
    return {truth.id: truth for truth in rows}


def truth_id(listing: Mapping[str, Any], known: Mapping[str, Truth]) -> str | None:
    """Find which answer a collected listing has: by its id, its address, or the number its address ends in."""
    path = unquote(urlsplit(str(listing.get("url") or "")).path).removeprefix("/en")
    number = re.search(r"([ve]\d{3})\.html$", path)
    candidates = (str(listing.get("id")), path, number[1] if number else None)
    return next((candidate for candidate in candidates if candidate in known), None)


def _truth(row: Mapping[str, Any]) -> Truth:
    return Truth(**{**row, "categories": tuple(row["categories"]), "spans": tuple(row["spans"])})
