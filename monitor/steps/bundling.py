"""Collects one hit's evidence from the stores and writes its bundle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from listings.errors import NotFound, StoreUnavailable
from monitor.steps.exporting import hit_line

if TYPE_CHECKING:
    from store.open import Stores
    from store.records import ChainEntry, HitCase
    from takedowns.bundle import BundledCapture

PAGE = 500


def write_hit_bundle(stores: Stores, hit: int, path: Path) -> None:
    """Write the bundle; the file appears under its name only when it is whole.

    Raises:
        NotFound: no such hit.
        StoreUnavailable: the file cannot be written.
    """
    from takedowns.bundle import BundleContents, write_bundle
    from takedowns.rows import decision_row, record

    case = stores.hits.case(hit)
    digests = _digests(case)
    contents = BundleContents(
        hit=hit_line(case),
        decisions=[decision_row(decision) for decision in case.decisions],
        chain=[record(entry) for entry in _chain(stores) if entry.content in digests or _names(entry, case)],
        captures=[_capture(stores, digest) for digest in sorted(digests)],
    )
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as stream:
            write_bundle(contents, stream)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreUnavailable(f"cannot be written: {error.strerror}", where=str(path)) from error


def _digests(case: HitCase) -> set[str]:
    return {*case.captures, *(image.digest for image in case.images if image.digest)}


def _names(entry: ChainEntry, case: HitCase) -> bool:
    return entry.subject == f"hit:{case.hit.id}" or entry.subject.startswith(f"hit:{case.hit.id}/")


def _chain(stores: Stores) -> Iterator[ChainEntry]:
    after = 0
    while entries := stores.evidence.entries(after, PAGE):
        yield from entries
        after = entries[-1].number


def _capture(stores: Stores, digest: str) -> BundledCapture:
    from takedowns.bundle import BundledCapture

    try:
        content = stores.evidence.get(digest)
        media_type = stores.evidence.media_type(digest)
    except NotFound:
        return BundledCapture(digest=digest, media_type="", content=None)
    return BundledCapture(digest=digest, media_type=media_type, content=content)
