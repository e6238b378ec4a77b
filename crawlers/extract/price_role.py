"""What an amount is, told by the words right before and behind it."""

from __future__ import annotations

from typing import Literal

from crawlers.extract.price_patterns import (
    ASIDE_AFTER,
    ASIDE_BEFORE,
    BESIDE_AFTER,
    BESIDE_BEFORE,
    FROM_BEFORE,
    GROSS_AFTER,
    GROSS_BEFORE,
    INSTALMENT_BEFORE,
    NET_AFTER,
    NET_BEFORE,
    OLD_BEFORE,
    RANGE_AFTER,
    SALE_BEFORE,
)

Role = Literal["now", "net", "old", "struck", "aside", "other"]
"""Today's price, the same without tax, a former one, one struck out, one for others or by weight, none at all."""


def role_of(before: str, after: str) -> Role:
    """Give the role of an amount between two texts of some 50 letters."""
    if INSTALMENT_BEFORE.search(before) or BESIDE_AFTER.match(after) or BESIDE_BEFORE.search(before):
        return "other"
    if OLD_BEFORE.search(before) or (FROM_BEFORE.match(before) and not RANGE_AFTER.match(after)):
        return "old"
    if ASIDE_BEFORE.search(before) or ASIDE_AFTER.match(after):
        return "aside"
    if is_gross(before, after):
        return "now"
    return "net" if NET_AFTER.match(after) or NET_BEFORE.search(before) else "now"


def is_announced(before: str) -> bool:
    """Say whether the words before an amount call it today's, reduced one."""
    return SALE_BEFORE.search(before) is not None


def is_gross(before: str, after: str) -> bool:
    """Say whether the words beside an amount say that tax is in it."""
    return GROSS_AFTER.match(after) is not None or GROSS_BEFORE.search(before) is not None
