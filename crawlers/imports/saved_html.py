"""Pages saved from a browser: plain HTML and SingleFile, which holds its images as data addresses."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.extract.markup import MAX_BYTES, decode
from crawlers.imports.captured_page import import_page, markup_type, modified_at
from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_ENTRY, MAX_IMAGES, whole_file
from listings.errors import InvalidInput
from listings.page import Capture
from listings.urls import canonical_url

# Browsers write the first, SingleFile the second; both stand at the head of the file.
_SAVED_FROM = re.compile(r"saved from url=\(\d{4}\)(\S+)")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]+))?")
_CANONICAL = re.compile(r"<link\b[^<>]{0,300}?\brel=[\"']?canonical[\"']?[^<>]{0,300}?>", re.IGNORECASE)
_OG_URL = re.compile(r"<meta\b[^<>]{0,200}?\b(?:property|name)=[\"']?og:url[\"']?[^<>]{0,2000}?>", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:href|content)=[\"']?(https?://[^\"'\s<>]{1,2000})", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/[a-z+.-]{2,20};base64,([A-Za-z0-9+/=]{100,})")


def read_saved_html(path: Path) -> Iterator[Entry]:
    """Read one saved page; its address stands in the browser's remark, the canonical link or `og:url`."""
    content = whole_file(path)
    text = decode(content)
    url = address_in(text)
    if url is None:
        what = "the page does not say where it was saved from; crawl it, or use soi extract with its address"
        yield ImportFault(file=str(path), line=None, reason="invalid", what=what)
        return
    body = _without_data(text).encode() if len(content) > MAX_BYTES else content
    capture = Capture(
        url=url,
        fetched_at=_saved_at(text, path),
        status=200,
        headers={},
        body=body,
        media_type=markup_type(body),
        rendered=True,
    )
    pictures = _embedded(text)
    for entry in import_page(capture, path, None):
        yield entry if isinstance(entry, ImportFault) else _with_pictures(entry, pictures)


def address_in(text: str) -> str | None:
    """Give the address a saved page names as its own."""
    head = text[:200_000]
    remarks = (match[1] for pattern in (_SINGLE_FILE, _SAVED_FROM) if (match := pattern.search(head[:5000])))
    tags = (match[0] for pattern in (_CANONICAL, _OG_URL) if (match := pattern.search(head)))
    linked = (match[1] for tag in tags if (match := _ADDRESS.search(tag)))
    return next((url for given in (*remarks, *linked) if (url := _usable(given))), None)


def _usable(given: str) -> str | None:
    try:
        return canonical_url(given)
    except InvalidInput:
        return None


def _saved_at(text: str, path: Path) -> datetime:
    match = _SINGLE_FILE.search(text[:5000])
    given = (match[2] or "").partition(" (")[0].strip() if match else ""
    try:
        return datetime.strptime(given, "%a %b %d %Y %H:%M:%S GMT%z").astimezone(UTC)
    except ValueError:
        return modified_at(path)


def _without_data(text: str) -> str:
    """Drop embedded files, so that a page with its pictures inside stays below the bound for a page."""
    return _DATA_IMAGE.sub("data:,", text)


def _embedded(text: str) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for match in _DATA_IMAGE.finditer(text):
        if len(match[1]) <= MAX_ENTRY and len(found) < MAX_IMAGES:
            try:
                found.append((f"embedded:{len(found) + 1}", base64.b64decode(match[1], validate=True)))
            except binascii.Error:
                continue
    return tuple(found)


def _with_pictures(entry: Imported, pictures: tuple[tuple[str, bytes], ...]) -> Imported:
    return replace(entry, images=pictures)
