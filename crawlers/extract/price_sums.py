"""What amounts on a page say of each other by arithmetic, in any language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

_TIMES = range(2, 61)
_COUNT = re.compile(r"(?<![\d.,])\d{1,2}(?![\d.,%])")
_PERCENT = re.compile(r"[-−–]?\s?(\d{1,2})\s?%")
# A percentage is rounded or cut.
_MORE, _LESS = Decimal("0.0099"), Decimal("0.0055")
# Instalments bear interest; without any they are rounded.
_LEAST, _MOST = Decimal("0.97"), Decimal("1.5")
_FEWEST = 3
# A reduction by more than seven tenths is another thing's price.
LEAST_SHARE = Decimal("0.3")
# What tax adds, in per cent, where the words tell one of the two amounts only: rates in force, an amount rounded.
_RATES = tuple(Decimal(rate) / 10 for rate in (50, 55, *range(60, 280, 10), 75, 81, 255))
_MOST_TAX, _ROUNDED = Decimal("1.3"), Decimal("0.002")


def is_instalment(amount: Decimal, text: str, others: Collection[Decimal]) -> bool:
    """Say whether a text counts how often its amount must be paid to reach another: "4 x 25.00" beside 100.00."""
    counts = {int(count) for count in _COUNT.findall(text)} & set(_TIMES)
    return any(amount < other and _LEAST <= amount * count / other <= _MOST for count in counts for other in others)


def percentages(texts: Iterable[str]) -> frozenset[Decimal]:
    """Give the reductions a page names, as shares of one."""
    return frozenset(
        Decimal(found) / 100 for text in texts for found in _PERCENT.findall(text) if int(found) >= _FEWEST
    )


def is_former(amount: Decimal, others: Collection[Decimal], reductions: Collection[Decimal]) -> bool:
    """Say whether an amount less a reduction that the page names gives another amount it shows."""
    reduced = [1 - other / amount for other in others if other < amount]
    return any(-_LESS < found - share < _MORE for share in reductions for found in reduced)


def is_saving(amount: Decimal, others: Collection[Decimal]) -> bool:
    """Say whether an amount is what lies between two larger ones."""
    larger = {other for other in others if other > amount * 2}
    return any(low + amount in larger for low in larger)


def is_net_of(amount: Decimal, other: Decimal, *, said: bool) -> bool:
    """Say whether an amount is another without tax; where no words say it is, only by a rate in force."""
    ratio = other / amount
    if said:
        return 1 < ratio <= _MOST_TAX
    return any(abs(ratio - 1 - rate / 100) <= _ROUNDED for rate in _RATES)
