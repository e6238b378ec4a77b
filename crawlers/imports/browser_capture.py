"""Our browser capture: one page a person looked at, with its pictures, as `{"capture": "soi/1", ...}`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers.capture.reading import WALLS, read_captured_page
from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import clean
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_DESCRIPTION
from crawlers.imports.captured_page import modified_at
from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_ENTRY, MAX_IMAGES, whole_file
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import Capture, ReadListing
from listings.urls import site_of

VERSION = "soi/1"
SCREENSHOT = "screenshot"
SCREENSHOT_HEADER = "soi-screenshot-sha256"
_TITLE_LENGTH = 120
# Clocks differ; what lies further in the future is a wrong clock, and our own time counts.
_CLOCKS_DIFFER = timedelta(minutes=10)


def read_browser_capture(path: Path) -> Iterator[Entry]:
    """Read the capture of a file."""
    yield from read_capture(whole_file(path), where=str(path), at=modified_at(path))


def read_capture(content: bytes, *, where: str, at: datetime) -> Iterator[Entry]:
    """Read one capture, wherever it came from.

    Args:
        content: its JSON.
        where: the file or address that faults name.
        at: when it was written or received (UTC), where it does not say when it was captured.

    Yields:
        Its listings, or one fault: `invalid` for what is no capture, else the reason why the page is no listing.
    """
    try:
        yield from _entries(json.loads(content), where, at)
    except (ValueError, RecursionError):
        yield ImportFault(file=where, line=None, reason="invalid", what="the file is not JSON")
    except InvalidInput as wrong:
        yield ImportFault(file=where, line=None, reason="invalid", what=wrong.what)


def _entries(given: object, where: str, at: datetime) -> Iterator[Entry]:
    """Check a capture and read it. What the person selected counts: its text is the listing's, whatever else is there.

    Raises:
        InvalidInput: it is of another version, or has no address, or holds nothing.
    """
    if not isinstance(given, Mapping) or given.get("capture") != VERSION:
        raise InvalidInput(f"capture is not {VERSION}", where=where)
    url = resolve_url(str(given.get("url") or ""), "")
    if url is None:
        raise InvalidInput("url is no web address", where=where)
    html, text = _html(given), _text(given.get("text"))
    if not html and not text:
        raise InvalidInput("there is neither text nor a readable page in it", where=where)
    screenshot = _screenshot(given)
    capture = _capture(given, url, html, screenshot, at)
    reading = read_captured_page(capture.body, url=url) if html else PageReading(unreadable="no_listing")
    reads = _reads(given, url, reading, text)
    if not reads:
        reason = reading.unreadable or "no_listing"
        what = f"no listing was read from {url[:200]}"
        yield ImportFault(file=where, line=None, reason=reason, what=what, capture=capture, screenshot=screenshot)
    for read in reads:
        images = _images_of(given, read, alone=len(reads) == 1) or _shown(screenshot)
        named = tuple(dict.fromkeys((*(address for address, _ in images if "://" in address), *read.listing.images)))
        listing = replace(read.listing, images=named, captured_by="person")
        yield Imported(read=replace(read, listing=listing), capture=capture, images=images, screenshot=screenshot)


def _reads(given: Mapping[str, Any], url: str, reading: PageReading, text: str) -> tuple[ReadListing, ...]:
    """Give the page's listings; of a page that has none or several, what was selected as a post. A wall is nothing."""
    if reading.unreadable in WALLS:
        return ()
    if len(reading.listings) == 1:
        read = reading.listings[0]
        fuller = text if len(text) > len(read.listing.description or "") else read.listing.description
        return (replace(read, listing=replace(read.listing, description=fuller)),)
    return (_post(given, url, text),) if text else reading.listings


def _post(given: Mapping[str, Any], url: str, text: str) -> ReadListing:
    post = Listing(
        id=url,
        url=url,
        site=site_of(url),
        kind="post",
        title=clean(text.split("\n", 1)[0], _TITLE_LENGTH),
        description=text,
        attributes={"note": clean(str(given["note"]), 2000)} if given.get("note") else {},
    )
    return ReadListing(listing=post, sources={"title": "given", "description": "given"})


def _capture(given: Mapping[str, Any], url: str, html: str, screenshot: bytes | None, at: datetime) -> Capture:
    """Give the page as evidence; how it was seen stands in the headers, which the chain vouches for."""
    moment = _moment(given.get("captured_at"))
    viewport = given.get("viewport")
    seen = viewport if isinstance(viewport, Mapping) else {}
    headers = {
        "user-agent": clean(str(given.get("user_agent") or ""), 500),
        "soi-viewport": clean(f"{seen.get('width', '')}x{seen.get('height', '')}", 40) if seen else "",
        SCREENSHOT_HEADER: hashlib.sha256(screenshot).hexdigest() if screenshot else "",
    }
    return Capture(
        url=url,
        fetched_at=moment if moment and moment <= at + _CLOCKS_DIFFER else at,
        status=200,
        headers={name: value for name, value in headers.items() if value},
        body=(html or _text(given.get("text"))).encode("utf-8", "replace"),
        media_type="text/html; charset=utf-8" if html else "text/plain; charset=utf-8",
        rendered=True,
    )


def _html(given: Mapping[str, Any]) -> str:
    html = given.get("html")
    return html if isinstance(html, str) else ""


def _text(given: object) -> str:
    lines = (clean(line, MAX_DESCRIPTION) for line in given.splitlines()) if isinstance(given, str) else ()
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def _images_of(given: Mapping[str, Any], read: ReadListing, *, alone: bool) -> tuple[tuple[str, bytes], ...]:
    """Give the pictures that came along: all to a listing that stands alone on its page, else those that it names."""
    brought = tuple(_images(given))
    return brought if alone else tuple(pair for pair in brought if pair[0] in read.listing.images)


def _images(given: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    listed = given.get("images")
    for number, part in enumerate(listed[:MAX_IMAGES] if isinstance(listed, list) else [], 1):
        content = _decoded(part.get("data_base64")) if isinstance(part, Mapping) else None
        if content:
            yield resolve_url(str(part.get("url") or ""), "") or f"embedded:{number}", content


def _screenshot(given: Mapping[str, Any]) -> bytes | None:
    shot = given.get("screenshot")
    return _decoded(shot.get("data_base64")) if isinstance(shot, Mapping) else None


def _shown(screenshot: bytes | None) -> tuple[tuple[str, bytes], ...]:
    """Show the screenshot where the page brought no picture of its own."""
    return ((SCREENSHOT, screenshot),) if screenshot else ()


def _decoded(given: object) -> bytes | None:
    if not isinstance(given, str) or len(given) > MAX_ENTRY * 4 // 3:
        return None
    try:
        return base64.b64decode(given, validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _moment(given: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(given))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
