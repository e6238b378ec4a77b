"""JSON lines: exact values, one object a line, nothing escaped beyond what JSON asks. For programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from listings.wording import Language
from takedowns.tables.table import Table

MEDIA_TYPE = "application/jsonl; charset=utf-8"


def write(table: Table, language: Language) -> Iterator[bytes]:  # noqa: ARG001 - programs read keys, not headings
    """Write each row's own keys and values; times are ISO 8601 in UTC, decimals are text."""
    for row in table.rows:
        yield json.dumps(plain(row), ensure_ascii=False).encode("utf-8", errors="surrogatepass") + b"\n"


def plain(value: object) -> object:
    """Make a value JSON's own types."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
