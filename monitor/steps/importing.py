"""Takes listings in from files; each is kept in a transaction of its own, so a kill loses none and doubles none."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from listings.errors import NotFound

if TYPE_CHECKING:
    from crawlers.imports.imported import ImportFault
    from store.open import Stores

WHAT_NEXT = "next: soi detect judges what is new (a running soi serve does), then soi serve shows what waits for review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What importing did; `faults` counts lines and files that could not be read, `closed` pages that were wanted."""

    new: int
    changed: int
    same: int
    faults: int
    closed: int = 0


def import_paths(
    stores: Stores, paths: Sequence[Path], *, fault: Callable[[str], None], progress: Callable[[int], None]
) -> ImportReport:
    """Import every path, naming each fault as it comes."""
    from crawlers.imports.imported import ImportFault
    from crawlers.imports.read import read_path

    counts: Counter[str] = Counter()
    closed = 0
    for path in paths:
        if not path.exists():
            raise NotFound("is not there", where=str(path))
        if path.is_dir() and not any(child.is_file() for child in path.rglob("*")):
            raise NotFound("holds no file", where=str(path))
        for item in read_path(path):
            if isinstance(item, ImportFault):
                counts["faults"] += 1
                _keep_unread(stores, path, item)
                fault(_named(item))
                continue
            now = datetime.now(UTC)
            kept = stores.listings.keep_imported(
                item.read, capture=item.capture, images=item.images, now=now, screenshot=item.screenshot
            )
            counts[kept.state] += 1
            closed += kept.closed
            progress(counts.total())
    return ImportReport(**{name: counts[name] for name in ("new", "changed", "same", "faults")}, closed=closed)


def _keep_unread(stores: Stores, path: Path, fault: ImportFault) -> None:
    """Keep a page that is no listing (a wall, say) as evidence and list it among what was not read, once."""
    if fault.capture is None:
        return
    from store.records import BroughtPart

    now, page = datetime.now(UTC), fault.capture
    digest = hashlib.sha256(page.url.encode() + b"\0" + page.body).hexdigest()
    part = BroughtPart(capture=page, screenshot=fault.screenshot, reason=fault.reason, what=fault.what[:500])
    received = stores.received.open(digest, "folder", path.name, None, now)
    stores.received.keep(received.id, 1, part, now)
    stores.received.finish(received.id)


def _named(fault: ImportFault) -> str:
    place = fault.file if fault.line is None else f"{fault.file}, line {fault.line}"
    return f"not imported: {place}: {fault.what} ({fault.reason})"
