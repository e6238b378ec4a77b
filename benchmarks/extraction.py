"""Measures the reading of saved product pages: `python -m benchmarks.extraction PAGES_DIR [--show]`.

PAGES_DIR holds pages and `ground_truth.jsonl` (file, url, title, price, currency, image_token; null: not on the page).
Titles are compared exactly after dropping punctuation and case.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from crawlers.extract import read_page
from listings.listing import Listing

_NOT_A_WORD = re.compile(r"[\W_]+")
FIELDS = ("title", "price", "currency", "image")


def right_fields(truth: Mapping[str, Any], listing: Listing | None) -> dict[str, bool]:
    """Compare one listing with the truth; fields the truth does not know are left out."""
    found = listing or Listing(id="")
    judged = {
        "title": _plain(found.title) == _plain(truth["title"]),
        "price": found.price is not None and found.price == Decimal(truth["price"]),
        "currency": found.currency == truth["currency"],
    }
    if truth["image_token"]:
        judged["image"] = any(token in (found.images or ("",))[0] for token in truth["image_token"])
    return judged


def measure(folder: Path) -> list[tuple[str, dict[str, bool], Listing | None, float]]:
    """Read every page of the folder; give file, fields right or wrong, the listing, and CPU seconds."""
    rows = []
    for line in (folder / "ground_truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        body = (folder / truth["file"]).read_bytes()
        began = time.process_time()
        reading = read_page(body, url=truth["url"])
        spent = time.process_time() - began
        listing = reading.listings[0].listing if reading.listings else None
        rows.append((truth["file"], right_fields(truth, listing), listing, spent))
    return rows


def main(arguments: Sequence[str]) -> int:
    """Print how many fields are right and the CPU time; with `--show` also what was wrong."""
    rows = measure(Path(arguments[0]))
    for name in FIELDS:
        judged = [right[name] for _, right, _, _ in rows if name in right]
        sys.stdout.write(f"{name}: {sum(judged)} of {len(judged)}\n")
    sys.stdout.write(f"CPU: {sum(row[3] for row in rows) / len(rows) * 1000:.0f} ms a page\n")
    if "--show" in arguments:
        for file, right, listing, spent in rows:
            wrong = ", ".join(
                f"{k}={getattr(listing, k, None) or (listing and listing.images[:1])!r}"
                for k, v in right.items()
                if not v
            )
            sys.stdout.write(f"{file} {spent * 1000:.0f} ms {wrong}\n")
    return 0


def _plain(text: str | None) -> str:
    return _NOT_A_WORD.sub("", text or "").casefold()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
