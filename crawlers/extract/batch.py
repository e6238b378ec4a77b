"""`soi extract`: saved pages to listings, one by one or by an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawlers.extract.markup import MAX_BYTES
from crawlers.extract.page import read_page
from crawlers.extract.reading import PageReading
from crawlers.lines import bounded_lines
from crawlers.records import listing_to_json
from listings.errors import InvalidInput, NotFound, SoiError, Unreadable
from listings.page import ReadListing
from listings.urls import canonical_url

# A line of an index is two short texts; a longer one is another kind of file.
MAX_LINE = 20_000

_WORDS = {
    "no_listing": "the page holds no listing",
    "captcha": "the page is a captcha, not the listing",
    "login_wall": "the page asks to log in",
    "blocked": "the site blocked the visit",
    "rate_limited": "the site asked to slow down",
    "server_error": "the page is the server's error notice",
    "not_html": "the file is no web page",
    "broken_markup": "the file holds no readable markup",
    "too_large": f"the file is larger than {MAX_BYTES} bytes",
}


def extract_file(path: Path, url: str) -> ReadListing:
    """Read the main listing of a saved page.

    Raises:
        NotFound: there is no such file.
        InvalidInput: `url` is no http or https address.
        Unreadable: the page holds no listing; `reason` is one of `UNREADABLE_REASONS`.
    """
    canonical_url(url)
    return _main_listing(read_page(_content(path), url=url), str(path))


def extract_batch(index: Path) -> Iterator[dict[str, Any]]:
    """Read the saved pages an index names, one result a line, in the same order.

    Args:
        index: JSONL with `{"file", "url"}` lines; files are looked up from the index's folder.

    Yields:
        `{"file", ...listing}` or `{"file", "error"}`; a malformed line gives an error naming its number.

    Raises:
        NotFound: there is no such index.
    """
    if not index.is_file():
        raise NotFound("there is no such index", where=str(index), remedy="give a JSONL file of file and url")
    with index.open("rb") as lines:
        for number, line in bounded_lines(lines, MAX_LINE):
            if line is None:
                yield _fault(number, "the line is too long")
            elif line.strip():
                yield _result(line, number, index.parent)


def _result(line: bytes, number: int, folder: Path) -> dict[str, Any]:
    try:
        file, url = _entry(line)
    except InvalidInput as wrong:
        return _fault(number, wrong.what)
    try:
        return {"file": file, **listing_to_json(extract_file(folder / file, url).listing)}
    except Unreadable as unread:
        return {"file": file, "error": unread.what, "reason": unread.reason}
    except SoiError as wrong:
        return {"file": file, "error": wrong.what}


def _fault(number: int, what: str) -> dict[str, Any]:
    return {"file": None, "line": number, "error": f"line {number}: {what}"}


def _entry(line: bytes) -> tuple[str, str]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidInput("not JSON") from None
    if not isinstance(given, dict) or not all(
        isinstance(given.get(key), str) and given[key] for key in ("file", "url")
    ):
        raise InvalidInput('expected an object with "file" and "url"')
    return given["file"], given["url"]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as missing:
        raise NotFound("the file cannot be read", where=str(path), remedy="correct the path") from missing


def _main_listing(reading: PageReading, where: str) -> ReadListing:
    if reading.listings:
        return reading.listings[0]
    reason = reading.unreadable or "no_listing"
    text = "only scripts fill the page" if reading.needs_rendering else _WORDS.get(reason, reason)
    raise Unreadable(reason, text, where=where, remedy="save it from a browser" if reading.needs_rendering else None)
