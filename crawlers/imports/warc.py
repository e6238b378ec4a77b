"""WARC (ISO 28500): web archives, plain or gzipped, read record by record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.extract.document import resolve_url
from crawlers.imports.captured_page import import_page, modified_at
from crawlers.imports.imported import Entry, ImportFault
from crawlers.imports.limits import MAX_ENTRIES, MAX_ENTRY, MAX_UNPACKED
from listings.page import Capture


def read_warc(path: Path) -> Iterator[Entry]:
    """Read the HTML answers of a WARC in order; one record is held in memory at a time."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    unpacked = 0
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for number in range(1, MAX_ENTRIES + 1):
            try:
                record = next(records, None)
                if record is None:
                    return
                capture, read = _capture(record, path)
            except (ArchiveLoadFailed, EOFError, OSError, ValueError) as broken:
                yield ImportFault(
                    file=str(path), line=number, reason="truncated", what=f"the archive breaks off: {broken}"[:300]
                )
                return
            unpacked += read
            if unpacked > MAX_UNPACKED:
                yield ImportFault(
                    file=str(path), line=number, reason="too_large", what="the archive unpacks to more than 2 GB"
                )
                return
            if read > MAX_ENTRY:
                yield ImportFault(file=str(path), line=number, reason="too_large", what="the record is too large")
            elif capture:
                yield from import_page(capture, path, number)


def _capture(record: Any, path: Path) -> tuple[Capture | None, int]:  # noqa: ANN401 - warcio is untyped
    """Give an answer as a capture (None for what is no page) and how many bytes were read of it."""
    if record.rec_type not in {"response", "resource"}:
        return None, 0
    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type) or ""
    status = int(record.http_headers.get_statuscode() or 0) if record.http_headers else 200
    given = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = resolve_url(given.strip("<>"), given.strip("<>"))
    if url is None or "html" not in kind.lower() or status != 200:  # noqa: PLR2004 - HTTP OK
        return None, 0
    body = record.content_stream().read(MAX_ENTRY + 1)
    moment = _moment(record.rec_headers.get_header("WARC-Date")) or modified_at(path)
    headers = {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
    return Capture(url=url, fetched_at=moment, status=status, headers=headers, body=body, media_type=kind), len(body)


def _moment(given: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(given or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
