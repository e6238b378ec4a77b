"""HAR: what a browser's network panel exports. Every HTML answer is a page; image answers are kept for it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.extract.document import resolve_url
from crawlers.imports.captured_page import import_page, modified_at
from crawlers.imports.imported import Entry, ImportFault
from crawlers.imports.limits import MAX_ENTRIES, MAX_ENTRY, whole_file
from listings.page import Capture

_OK = 200


def read_har(path: Path) -> Iterator[Entry]:
    """Read every page of a HAR. Requests, cookies and posted data are passed over: they are the visitor's."""
    try:
        entries = json.loads(whole_file(path))["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError):
        yield ImportFault(file=str(path), line=None, reason="invalid", what="the file is no HAR")
        return
    answers = [answer for answer in (_answer(e) for e in entries[:MAX_ENTRIES] if isinstance(e, dict)) if answer]
    images = {url: body for url, kind, body, _ in answers if kind.startswith("image/")}
    pages = [(number, answer) for number, answer in enumerate(answers, 1) if "html" in answer[1]]
    if not pages:
        yield ImportFault(file=str(path), line=None, reason="no_listing", what="there is no web page in the HAR")
    for number, (url, kind, body, moment) in pages:
        capture = Capture(
            url=url,
            fetched_at=moment or modified_at(path),
            status=_OK,
            headers={"content-type": kind},
            body=body,
            media_type=kind,
        )
        yield from import_page(capture, path, number, images)


def _answer(entry: Mapping[str, Any]) -> tuple[str, str, bytes, datetime | None] | None:
    try:
        response, content = entry["response"], entry["response"]["content"]
        url = resolve_url(str(entry["request"]["url"]), str(entry["request"]["url"]))
        body = _body(content)
        kind = str(content.get("mimeType") or "").lower()
    except (KeyError, TypeError, AttributeError):
        return None
    if url is None or not body or len(body) > MAX_ENTRY or response.get("status") != _OK:
        return None
    # HAR holds text as text: whatever charset the answer had, it is UTF-8 here.
    kind = kind if content.get("encoding") == "base64" else f"{kind.partition(';')[0]}; charset=utf-8"
    return url, kind, body, _moment(entry.get("startedDateTime"))


def _body(content: Mapping[str, Any]) -> bytes | None:
    text = content.get("text")
    if not isinstance(text, str):
        return None
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None


def _moment(given: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
