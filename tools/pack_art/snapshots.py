"""Sellers' own snapshots: plain goods on a table, none of them a brand's pack. Two of every subject."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

SUBJECTS = Path(__file__).parent / "subjects"
"""Drawings with the colours MAIN and SECOND; what lies in the group `thing` is put on a table."""

TABLES = ("#b98d5f", "#8a8f94", "#d9cbb5", "#5f7a6b", "#c9a0a0", "#6f7fa8", "#e6dfd3", "#7d5a4a", "#a9b8a0", "#d8b56a")
PAIRS = (
    ("#b5532f", "#5d2a17"), ("#3f6f9a", "#e6b84c"), ("#6d8a3a", "#f2e2b0"), ("#c94f6d", "#f7d9c4"),
    ("#4a4e69", "#c9ada7"), ("#2a9d8f", "#e9c46a"), ("#8d5a97", "#d7c4de"), ("#e07a3f", "#3d405b"),
)  # fmt: skip


def snapshots() -> Mapping[str, str]:
    """Give the SVG of every snapshot by its name: the subject and 1 or 2."""
    files = sorted(SUBJECTS.glob("*.svg"))
    return {f"{file.stem}-{look}": _snapshot(file, place, look) for place, file in enumerate(files) for look in (1, 2)}


def _snapshot(file: Path, place: int, look: int) -> str:
    """Colour a subject and lay it, a little askew, on a table."""
    dice = random.Random(f"{file.stem}{look}")  # noqa: S311 (a picture, not a secret)
    main, second = PAIRS[(place + look * 3) % len(PAIRS)]
    turn, size = dice.randrange(-9, 10), 0.72 + dice.random() * 0.24
    across, down = dice.randrange(-350, -290), dice.randrange(-350, -310)
    laid = f"translate(320 330) rotate({turn}) scale({size:.2f}) translate({across} {down})"
    coloured = file.read_text(encoding="utf-8").replace("MAIN", main).replace("SECOND", second)
    return coloured.replace('<g id="thing">', f'{_table(dice)}<g transform="{laid}">')


def _table(dice: random.Random) -> str:
    """Draw planks, slats, checks or slanting boards, and light on them."""
    colour, step, width = dice.choice(TABLES), dice.randrange(60, 150), dice.randrange(3, 40)
    start = dice.randrange(step)
    lines = {
        "planks": "".join(f"M0 {y} h640 " for y in range(start, 640, step)),
        "slats": "".join(f"M{x} 0 v640 " for x in range(start, 640, step)),
        "checks": "".join(f"M{i} 0 v640 M0 {i} h640 " for i in range(start, 640, step)),
        "slanting": "".join(f"M{x} 0 l{step * 3} 640 " for x in range(-step * 3, 640, step)),
    }[dice.choice(["planks", "slats", "checks", "slanting"])]
    spot = f'cx="{dice.randrange(100, 540)}" cy="{dice.randrange(60, 300)}" rx="330" ry="240"'
    return (
        f'<rect width="640" height="640" fill="{colour}"/>'
        f'<path d="{lines}" stroke="#000" stroke-opacity=".16" stroke-width="{width}" fill="none"/>'
        f'<ellipse {spot} fill="#fff" opacity=".28" filter="url(#soft)"/>'
    )
