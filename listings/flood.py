"""A reference that suddenly matches far more than usual: when that is, and what a person said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

ReferenceState = Literal["aside", "released", "benign"]
"""`aside`: it matches far more than usual, so what it matches is kept and has no effect until a person has looked.
`released`: a person lets it count again. `benign`: a person made the picture that flooded a negative reference."""

WINDOW = timedelta(days=1)
USUAL_OVER = timedelta(days=30)
# A reference is added and meets all that is stored: its first day alone says nothing of a usual one.
USUAL_OVER_AT_LEAST = timedelta(days=7)
# Below this a flood cannot bury a queue: a reviewer sees twenty at a glance.
ALWAYS_ALLOWED = 20
TIMES_USUAL = 5
# What a reference without a past may match of all that is stored: 1 in 100. A best-seller's photo does, a shop's banner
# does far more.
NEW_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class SetAside:
    """The references (SHA-256, hex) that have no effect now, after change number `change` (0: there was none)."""

    references: frozenset[str] = frozenset()
    change: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """A reference that was set aside: `matches` listings in a day, where `usual` is its mean of a day."""

    reference: str
    brand: str
    matches: int
    usual: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodExample:
    """A listing that a reference set aside matches. `alike` of its matches show this very picture or a copy of it."""

    listing_id: int
    title: str | None
    url: str | None
    seller_name: str | None
    image: str
    score: float
    alike: int


def most_allowed(usual: float, released: int, stored: int = 0) -> float:
    """Give how many new matches of a reference in a day are no flood.

    Args:
        usual: its mean number of new matches of a day, over the 30 days before or as long as it is known, 7 at least.
        released: the number that a person let pass last; 0 where nobody was asked.
        stored: for a reference that never matched before that day, the number of listings stored.
    """
    return max(ALWAYS_ALLOWED, TIMES_USUAL * usual, released, NEW_SHARE * stored)
