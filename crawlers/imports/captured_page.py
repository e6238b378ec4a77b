"""One captured page of any archive to imports: read like a crawled page, kept as evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.capture.reading import read_captured_page
from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_IMAGES
from listings.page import Capture, ReadListing


def import_page(
    capture: Capture, path: Path, entry: int | None, images: Mapping[str, bytes] | None = None
) -> Iterator[Entry]:
    """Yield the listings of a captured page with the images at hand, or the reason why there is none."""
    reading = read_captured_page(capture.body, url=capture.url, media_type=capture.media_type or None)
    if not reading.listings:
        what = (
            "only scripts fill the page" if reading.needs_rendering else f"no listing was read from {capture.url[:200]}"
        )
        reason = reading.unreadable or "no_listing"
        yield ImportFault(file=str(path), line=entry, reason=reason, what=what, capture=capture)
    for read in reading.listings:
        named = [(address, images[address]) for address in read.listing.images if images and address in images]
        yield Imported(read=as_imported(read), capture=capture, images=tuple(named[:MAX_IMAGES]))


def as_imported(read: ReadListing) -> ReadListing:
    """Mark a listing as brought by someone rather than crawled."""
    return replace(read, listing=replace(read.listing, captured_by="import"))


def markup_type(body: bytes) -> str:
    """Give the media type of a saved page: UTF-8 where it is that, else without a charset: the page's own word counts.

    Browsers save a page in the charset it came in, and old Vietnamese pages are in windows-1258.
    """
    try:
        body.decode()
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


def modified_at(path: Path) -> datetime:
    """Give the file's own time (UTC): the best that is known of when a page was saved."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
