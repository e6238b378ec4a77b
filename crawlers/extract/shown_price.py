"""The price as a visitor sees it."""

from __future__ import annotations

from dataclasses import dataclass

from listings.page import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrice:
    """Price now, the highest of a range, and every price shown as a former one."""

    now: Money | None = None
    highest: Money | None = None
    old: tuple[Money, ...] = ()
