"""A takedown: a confirmed hit's notice to a platform or authority, and its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TakedownState = Literal["built", "sent", "acknowledged", "removed", "refused", "withdrawn"]

# What may follow what. A removal seen by recheck may still be followed by a relisting, which opens a new hit.
NEXT_STATES: dict[TakedownState, frozenset[TakedownState]] = {
    "built": frozenset({"sent", "withdrawn"}),
    "sent": frozenset({"acknowledged", "removed", "refused", "withdrawn"}),
    "acknowledged": frozenset({"removed", "refused", "withdrawn"}),
    "refused": frozenset({"sent", "removed", "withdrawn"}),
    "removed": frozenset(),
    "withdrawn": frozenset(),
}


IMAGE_FIELD = "image"
"""What stands for the field where the quoted words were read in a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownQuote:
    """One upheld finding as the notice states it; `field` and `text` are None where it quotes nothing.

    Where a reviewer saw on a sample what no passage says, the note is the ground: `category` is then the reason's code
    and `rule` is `listings.passage.PERSON`.
    """

    category: str
    rule: str
    field: str | None
    text: str | None
    reason_vi: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """One row of a takedown list. Ids stay text: spreadsheets round 19-digit numbers."""

    id: int
    hit_id: int
    state: TakedownState
    platform: str
    listing_id: str
    url: str | None
    title: str | None
    seller_id: str | None
    seller_name: str | None
    seller_url: str | None
    price: str | None
    currency: str | None
    brand: str | None
    reason: str
    quotes: tuple[TakedownQuote, ...]
    evidence: tuple[str, ...]
    """SHA-256 (hex) of the captures that the notice rests on."""
    captured_at: datetime | None
    decided_at: datetime
    built_at: datetime
    state_at: datetime
    note: str | None = None
