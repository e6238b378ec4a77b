"""Listings that a person has decided, as examples to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from listings.review import SampleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPassage:
    """A stretch of a field (`title` or `description`; character offsets, end not included) and what was said of it.

    `upheld` says that the passage makes the claim `category`; False that a detector saw the claim there wrongly.
    """

    category: str
    field: str
    start: int
    end: int
    upheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedListing:
    """A listing's text with what a person concluded of it and of its passages.

    `listing_key` and `seller_key` are SHA-256 (hex): examples of one seller belong on the same side of a split. Only
    passages that somebody pointed at are there: text without a passage was not judged by itself.
    """

    listing_key: str
    seller_key: str
    title: str
    description: str
    lang: str | None
    verdict: Literal["confirm", "dismiss"]
    reason: str
    passages: tuple[DecidedPassage, ...]
    decided_at: datetime
    sample: SampleKind | None = None
