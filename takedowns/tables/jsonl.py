"""JSON lines: exact values, one object a line, nothing escaped beyond what JSON asks. For programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from listings.wording import Language
from takedowns.tables.table import Table

MEDIA_TYPE = "application/jsonl; charset=utf-8"


def write(table: Table, language: Language) -> Iterator[bytes]:  # noqa: ARG001 - programs read keys, not headings
    """Write each row's own keys and values; times are ISO 8601 in UTC, decimals are text.

    Half a surrogate pair is written as JSON's own escape for it, so that the bytes are UTF-8 whatever was scraped.
    """
    for row in table.rows:
        yield json.dumps(plain(row), ensure_ascii=False).encode("utf-8", errors="backslashreplace") + b"\n"


def plain(value: object) -> object:
    """Make a record or value JSON's own types: times in ISO 8601 (UTC), durations in seconds, decimals as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
