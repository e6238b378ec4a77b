"""Keeps what was measured: the table in benchmarks/README.md, or everything as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from benchmarks.images.report import Report, markdown
from listings.errors import InvalidInput

README: Final = Path(__file__).resolve().parents[1] / "README.md"
BEGIN: Final = "<!-- soi bench images: begin -->"
END: Final = "<!-- soi bench images: end -->"


def write_record(report: Report, readme: Path = README) -> None:
    """Write the tables between the markers of the README.

    Raises:
        InvalidInput: The README has lost its markers.
    """
    readme.write_text(between_markers(readme.read_text(encoding="utf-8"), markdown(report)), encoding="utf-8")


def between_markers(text: str, new: str) -> str:
    """Replace what stands between the markers.

    Raises:
        InvalidInput: There is not exactly one of each, in order.
    """
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(END) < text.index(BEGIN):
        raise InvalidInput("the markers of the table are gone", remedy=f"put {BEGIN} and {END} where it belongs")
    return f"{text.partition(BEGIN)[0]}{BEGIN}\n\n{new}\n\n{END}{text.partition(END)[2]}"


def as_json(report: Report) -> str:
    """Give everything measured as JSON."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"
