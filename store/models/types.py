"""Column types for hostile text and for UTC times, the same on both engines."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import JsonValue
from sqlalchemy import JSON, DateTime, Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

# PostgreSQL refuses NUL in texts, and neither engine can encode half of a surrogate pair. One character for one, so
# that the offsets of findings stay true.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Replace what no database can hold with U+FFFD, keeping the length."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_json(value: object) -> JsonValue:
    """Make a value storable as JSON on both engines: texts cleaned, NaN and infinities as words."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {clean_text(str(key)): clean_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_json(item) for item in value]
    return cast("JsonValue", value)


class CleanText(TypeDecorator[str]):
    """Text without NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the interface
        """Clean on the way in."""
        return None if value is None else clean_text(value)


class CleanJson(TypeDecorator[Any]):
    """JSON (JSONB on PostgreSQL) with the same cleaning."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Take JSONB where there is such a thing; its engine is not imported where nobody uses it."""
        if dialect.name != "postgresql":
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())

    def process_bind_param(self, value: object, dialect: Dialect) -> JsonValue:  # noqa: ARG002  # the interface
        """Clean on the way in."""
        return clean_json(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone. SQLite drops zones, so it keeps UTC and gets the zone back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC.

        Raises:
            ValueError: the time has no zone, so nobody knows which moment it means.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the store keeps UTC only")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(*allowed: str) -> Enum:
    """Give a column type for one of a few words, kept as text so that adding one needs no change of type."""
    return Enum(*allowed, native_enum=False, length=20, create_constraint=False)
