"""Measures the reading of saved product pages: `soi bench extraction PAGES [--show] [--write]`.

PAGES is a folder of pages with `ground_truth.jsonl` (file, url, title, price, currency, image_token; null: not on the
page). Titles are compared exactly after dropping punctuation and case. Beside Soi stand extruct (JSON-LD, microdata and
OpenGraph) with price-parser, and selectolax only parsing and reading title and description, in the same run. The CPU
time is the best of three, as other work on the machine only ever adds to it. `--show` says what was read wrongly;
`--write` puts the table into benchmarks/README.md.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.extraction_compared import best_time, is_settled_by_data, read_by_extruct, read_by_selectolax
from crawlers.extract import read_page
from listings.listing import Listing
from listings.page import ReadListing

_NOT_A_WORD = re.compile(r"[\W_]+")
FIELDS = ("title", "price", "currency", "image")
README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- soi bench extraction: begin -->", "<!-- soi bench extraction: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One page: which fields are right, what was read, and milliseconds of CPU by reader."""

    file: str
    size: int
    right: Mapping[str, bool]
    extruct_right: Mapping[str, bool]
    read: ReadListing | None
    soi: float
    extruct: float
    selectolax: float

    settled: bool
    """Whether its data answered for themselves, so that nobody looked at what the page shows."""


def right_fields(truth: Mapping[str, Any], listing: Listing | None) -> dict[str, bool]:
    """Compare one listing with the truth; fields the truth does not know are left out.

    A page that shows no price is right when none was read, and then has no currency to read.
    """
    found = listing or Listing(id="")
    price = truth["price"]
    judged = {
        "title": _plain(found.title) == _plain(truth["title"]),
        "price": found.price == (None if price is None else Decimal(price)),
    }
    if price is not None:
        judged["currency"] = found.currency == truth["currency"]
    given = truth["image_token"]
    if given:
        tokens = [given] if isinstance(given, str) else given
        judged["image"] = any(token in (found.images or ("",))[0] for token in tokens)
    return judged


def measure(folder: Path) -> list[Row]:
    """Read every page of the folder with each reader."""
    lines = (folder / "ground_truth.jsonl").read_text("utf-8").splitlines()
    return [_row(folder, json.loads(line)) for line in lines]


def _row(folder: Path, truth: Mapping[str, Any]) -> Row:
    body, url = (folder / truth["file"]).read_bytes(), truth["url"]
    reading, soi = best_time(lambda: read_page(body, url=url))
    theirs, extruct = best_time(lambda: read_by_extruct(body, url))
    _, selectolax = best_time(lambda: read_by_selectolax(body))
    read = reading.listings[0] if reading.listings else None
    return Row(
        file=truth["file"],
        size=len(body),
        right=right_fields(truth, read.listing if read else None),
        extruct_right=right_fields(truth, theirs),
        read=read,
        soi=soi,
        settled=is_settled_by_data(body, url),
        extruct=extruct,
        selectolax=selectolax,
    )


def table(rows: Sequence[Row]) -> str:
    """Give the figures as Markdown."""
    lines = [f"{len(rows)} pages, {sum(row.size for row in rows) // len(rows) // 1000} KB on average.", ""]
    lines += ["| field | Soi | where it came from | extruct + price-parser |", "|---|---|---|---|"]
    lines += [_field_line(name, rows) for name in FIELDS]
    lines += [
        "",
        "| CPU ms a page | pages | KB | Soi | for 300 KB | extruct | selectolax |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_time_line(name, part) for name, part in _parts(rows) if part]
    return "\n".join(lines)


def _field_line(name: str, rows: Sequence[Row]) -> str:
    judged = [row for row in rows if name in row.right]
    key = "images" if name == "image" else name
    origins = Counter(row.read.sources.get(key, "country") for row in judged if row.read)
    named = ", ".join(f"{origin} {count}" for origin, count in origins.most_common())
    ours, theirs = (sum(getattr(row, part)[name] for row in judged) for part in ("right", "extruct_right"))
    return f"| {name} | {ours} of {len(judged)} | {named} | {theirs} of {len(judged)} |"


def _parts(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    settled = [row for row in rows if row.settled]
    return [
        ("structured data suffice", settled),
        ("what is shown is looked at", [row for row in rows if not row.settled]),
        ("all", list(rows)),
    ]


def _time_line(name: str, rows: Sequence[Row]) -> str:
    size = sum(row.size for row in rows) / 1000
    soi, extruct, selectolax = (
        sum(getattr(row, reader) for row in rows) for reader in ("soi", "extruct", "selectolax")
    )
    means = f"{soi / len(rows):.1f} | {soi / size * 300:.1f} | {extruct / len(rows):.1f} | {selectolax / len(rows):.1f}"
    return f"| {name} | {len(rows)} | {size / len(rows):.0f} | {means} |"


def write(text: str) -> None:
    """Put the table between its markers in the README."""
    before, _, rest = README.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    README.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}", "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print the table; with `--show` also what was wrong, with `--write` put it into the README."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1 or "--help" in arguments:
        sys.stdout.write(__doc__ or "")
        return 0 if "--help" in arguments else 2
    rows = measure(folders[0])
    text = table(rows)
    sys.stdout.write(f"{text}\n")
    if "--show" in arguments:
        sys.stdout.write("".join(_wrong(row) for row in rows))
    if "--write" in arguments:
        write(text)
    return 0


def _wrong(row: Row) -> str:
    listing = row.read.listing if row.read else None
    found = {name: getattr(listing, "images" if name == "image" else name, None) for name in FIELDS}
    wrong = ", ".join(f"{name}={found[name]!r}" for name, right in row.right.items() if not right)
    return f"{row.file} {row.soi:.0f} ms {wrong}\n"


def _plain(text: str | None) -> str:
    return _NOT_A_WORD.sub("", text or "").casefold()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
