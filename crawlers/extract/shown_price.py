"""The price as a visitor sees it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from listings.page import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrice:
    """Price now, the highest of a range, and every price shown as a former one."""

    now: Money | None = None
    highest: Money | None = None
    old: tuple[Money, ...] = ()
    rivals: frozenset[Decimal] = frozenset()
    """Every amount that may be today's, this one among them."""
    sure: bool = False
    """Whether it stands below the title as today's price, so that it may speak against what the page states."""
    told: bool = False
    """Whether only a sentence names it."""
    place: int = -1
    """Of its element in the order of the page; -1 where there is none."""

    @property
    def reduced(self) -> bool:
        """Say whether it stands below the title, with a former price on the page."""
        return self.sure and bool(self.old)
