"""MHTML: one page with its parts as a mail message (RFC 2557), as browsers save it."""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

from crawlers.extract.document import resolve_url
from crawlers.imports.captured_page import import_page, markup_type, modified_at
from crawlers.imports.imported import Entry, ImportFault
from crawlers.imports.limits import MAX_ENTRY, whole_file
from listings.page import Capture

MAX_PARTS = 2000


def read_mhtml(path: Path) -> Iterator[Entry]:
    """Read the first HTML part as the page, and the image parts it refers to."""
    message = email.message_from_bytes(whole_file(path), policy=email.policy.compat32)
    parts = [part for _, part in zip(range(MAX_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    page = next((part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}), None)
    url = _address(page, message) if page is not None else None
    if page is None or url is None:
        yield ImportFault(
            file=str(path), line=None, reason="invalid", what="there is no web page with an address in it"
        )
        return
    body, charset = _content(page), page.get_content_charset()
    capture = Capture(
        url=url,
        fetched_at=_date(message) or modified_at(path),
        status=200,
        headers={},
        body=body,
        media_type=f"text/html; charset={charset}" if charset else markup_type(body),
        rendered=True,
    )
    yield from import_page(capture, path, None, _images(parts, url))


def _address(page: Message, message: Message) -> str | None:
    given = page.get("Content-Location") or message.get("Snapshot-Content-Location") or message.get("Content-Location")
    return resolve_url(str(given), str(given)) if given else None


def _images(parts: list[Message], base: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in parts:
        address = resolve_url(str(part.get("Content-Location") or ""), base)
        if address and part.get_content_maintype() == "image":
            found[address] = _content(part)
    return {address: content for address, content in found.items() if 0 < len(content) <= MAX_ENTRY}


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _date(message: Message) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
