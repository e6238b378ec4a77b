"""Our browser capture: one post or page a person looked at, with its pictures, as `{"capture": "soi/1", ...}`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.extract.document import clean, resolve_url
from crawlers.extract.page import read_page
from crawlers.extract.values import MAX_DESCRIPTION
from crawlers.imports.captured_page import modified_at
from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_ENTRY, MAX_IMAGES, whole_file
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import Capture, ReadListing
from listings.urls import site_of

VERSION = "soi/1"
_TITLE_LENGTH = 120


def read_browser_capture(path: Path) -> Iterator[Entry]:
    """Read one capture. What the person saw counts: its text is the listing's, whatever else the page held."""
    try:
        given = json.loads(whole_file(path))
        yield import_capture(given, path)
    except (ValueError, RecursionError):
        yield ImportFault(file=str(path), line=None, reason="invalid", what="the file is not JSON")
    except InvalidInput as wrong:
        yield ImportFault(file=str(path), line=None, reason="invalid", what=wrong.what)


def import_capture(given: Any, path: Path) -> Imported:  # noqa: ANN401 - any JSON value
    """Check a capture and give its listing.

    Raises:
        InvalidInput: it is of another version, or has no address or no text.
    """
    if not isinstance(given, Mapping) or given.get("capture") != VERSION:
        raise InvalidInput(f"capture is not {VERSION}", where=str(path))
    url = resolve_url(str(given.get("url") or ""), "")
    if url is None:
        raise InvalidInput("url is no web address", where=str(path))
    html = given.get("html") if isinstance(given.get("html"), str) else ""
    moment = _moment(given.get("captured_at")) or modified_at(path)
    read = _read(given, url, str(html or ""))
    if not (read.listing.title or read.listing.description):
        raise InvalidInput("there is neither text nor a readable page in it", where=str(path))
    capture = Capture(
        url=url,
        fetched_at=moment,
        status=200,
        headers={},
        body=str(html).encode(),
        media_type="text/html; charset=utf-8",
        rendered=True,
    )
    images = tuple(_images(given))
    named = tuple(dict.fromkeys((*(address for address, _ in images if "://" in address), *read.listing.images)))
    listing = replace(read.listing, images=named, captured_by="person")
    return Imported(read=replace(read, listing=listing), capture=capture, images=images)


def _read(given: Mapping[str, Any], url: str, html: str) -> ReadListing:
    """Read the page as an offer, article or post where it is one; else take the text seen as a post."""
    reading = read_page(html.encode(), url=url) if html else None
    text = _text(given.get("text"))
    if reading and reading.listings:
        read = reading.listings[0]
        fuller = text if len(text) > len(read.listing.description or "") else read.listing.description
        return replace(read, listing=replace(read.listing, description=fuller))
    first = text.split("\n", 1)[0]
    note = {"note": clean(str(given["note"]), 2000)} if given.get("note") else {}
    post = Listing(
        id=url,
        url=url,
        site=site_of(url),
        kind="post",
        title=clean(first, _TITLE_LENGTH) or None,
        description=text or None,
        attributes=note,
    )
    return ReadListing(listing=post, sources={"title": "given", "description": "given"})


def _text(given: object) -> str:
    lines = (clean(line, MAX_DESCRIPTION) for line in given.splitlines()) if isinstance(given, str) else ()
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def _images(given: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    listed = given.get("images")
    for number, part in enumerate(listed[:MAX_IMAGES] if isinstance(listed, list) else [], 1):
        content = _decoded(part.get("data_base64")) if isinstance(part, Mapping) else None
        if content:
            yield resolve_url(str(part.get("url") or ""), "") or f"embedded:{number}", content


def _decoded(given: object) -> bytes | None:
    if not isinstance(given, str) or len(given) > MAX_ENTRY * 4 // 3:
        return None
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return None


def _moment(given: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
