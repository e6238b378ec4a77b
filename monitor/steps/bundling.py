"""Collects one hit's evidence from the stores and writes its bundle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from listings.errors import NotFound
from monitor.files import whole_file
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
    from takedowns.rows import decision_row

    case = stores.hits.case(hit)
    digests = _digests(case)
    subjects = _subjects(case, digests)
    contents = BundleContents(
        hit=hit_line(case),
        decisions=[decision_row(decision) for decision in case.decisions],
        chain=[_chained(entry) for entry in _chain(stores) if entry.subject in subjects],
        captures=[_capture(stores, digest) for digest in sorted(digests)],
        exchanges=stores.evidence.exchanges(digests),
    )
    with whole_file(path, private=True) as stream:
        write_bundle(contents, stream)


def _digests(case: HitCase) -> set[str]:
    screenshot = () if case.screenshot is None else (case.screenshot,)
    return {*case.captures, *screenshot, *(image.digest for image in case.images if image.digest)}


def _subjects(case: HitCase, digests: Collection[str]) -> set[str]:
    """Name what the chain says of the hit: its contents, kept or erased, and its decisions."""
    return {*(f"blob:{digest}" for digest in digests), *(f"decision:{decision.id}" for decision in case.decisions)}


def _chained(entry: ChainEntry) -> dict[str, object]:
    """Give an entry with its time as the text that was hashed, so that a stranger can work out `digest` again."""
    from takedowns.rows import record

    return {**record(entry), "at": entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}


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
