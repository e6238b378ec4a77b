"""Where the marketplace misbehaves, and how. Each trap is linked from an index page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Misbehaviour = Literal["dead_link", "dropped", "captcha", "inward_private", "inward_loopback"]

PRIVATE_AREA = "/private-area/"
BUSY_OFFERS = frozenset({"v091", "v132"})
"""Answered with 429 and `Retry-After: 1` at first: whoever gives up misses them, one of them worth a look."""
BUSY_ANSWERS = 2
COPIED_OFFERS = frozenset({"v003", "v027", "v077"})
"""Also served under /en/ with a canonical link to the page they copy."""
ODD_PICTURES: Mapping[str, str] = {"bomb": "v127", "broken": "v128", "flat": "e112"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """An address that looks like any other listing's."""

    path: str
    title: str
    department: str
    misbehaviour: Misbehaviour


_ALL = (
    Trap(
        path="/san-pham/am-tra-gom-men-chay-x001.html",
        title="Ấm trà gốm men chảy",
        department="home",
        misbehaviour="dead_link",
    ),
    Trap(
        path="/san-pham/quat-may-tich-dien-x002.html",
        title="Quạt máy tích điện",
        department="tech",
        misbehaviour="dropped",
    ),
    Trap(
        path="/san-pham/kem-chong-nang-x003.html",
        title="Kem chống nắng dạng sữa",
        department="beauty",
        misbehaviour="captcha",
    ),
    Trap(
        path="/product/warehouse-stock-list-x004.html",
        title="Warehouse stock list",
        department="other",
        misbehaviour="inward_private",
    ),
    Trap(
        path="/product/partner-price-sheet-x005.html",
        title="Partner price sheet",
        department="other",
        misbehaviour="inward_loopback",
    ),
)
TRAPS: Mapping[str, Trap] = {trap.path: trap for trap in _ALL}


def traps_of(department: str) -> tuple[Trap, ...]:
    """Give the traps that a department's index links to."""
    return tuple(trap for trap in TRAPS.values() if trap.department == department)


def path_of(misbehaviour: Misbehaviour) -> str:
    """Give the address of a trap."""
    return next(trap.path for trap in TRAPS.values() if trap.misbehaviour == misbehaviour)
