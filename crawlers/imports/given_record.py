"""A record someone wrote down, to an import: checked, its pictures read from beside the file and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_ENTRY, MAX_IMAGES
from crawlers.records import listing_from_json
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import ReadListing


def import_record(given: Mapping[str, Any], path: Path, line: int) -> Entry:
    """Give the listing of one record, or what is wrong with it."""
    try:
        listing = listing_from_json({"captured_by": "import", **given}, where=f"{path.name}:{line}")
    except InvalidInput as wrong:
        return ImportFault(file=str(path), line=line, reason="invalid", what=wrong.what)
    given_fields = {name: "given" for name in given if name in Listing.__slots__}
    return Imported(
        read=ReadListing(listing=listing, sources=dict.fromkeys(given_fields, "given")),
        images=tuple(_local_images(listing.images, path.parent)),
    )


def local_file(name: str, folder: Path) -> Path | None:
    """Give the file a record names, if it lies in the folder itself: no way up, no absolute path, no link out."""
    if "\x00" in name or "://" in name or name.startswith(("/", "\\")):
        return None
    inside = folder.resolve()
    try:
        wanted = (inside / name).resolve()
    except (OSError, RuntimeError):
        return None
    return wanted if wanted.is_relative_to(inside) and wanted.is_file() else None


def _local_images(names: tuple[str, ...], folder: Path) -> list[tuple[str, bytes]]:
    found = ((name, local_file(name, folder)) for name in names[:MAX_IMAGES])
    return [(name, file.read_bytes()) for name, file in found if file and file.stat().st_size <= MAX_ENTRY]
