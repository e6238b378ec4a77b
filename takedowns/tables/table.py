"""A table: its columns with headings in both languages, and rows that are read as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from listings.wording import Language, Wording

ColumnKind = Literal["text", "number", "time", "nested"]
"""`nested` columns hold lists or objects: kept as they are in JSONL, made readable text in CSV and XLSX."""

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the row's value under `key`, or what `read` makes of the row. `width` is in characters."""

    key: str
    heading: Wording
    kind: ColumnKind = "text"
    width: int = 16
    read: Callable[[Mapping[str, object]], object] | None = None

    def value(self, row: Mapping[str, object]) -> object:
        """Give the column's value of a row."""
        return self.read(row) if self.read else row.get(self.key)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. `rows` is read once; values are text, numbers, times (UTC), lists or objects.

    `about` is what a reader who was only handed the file must know of it.
    """

    name: Wording
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, object]]
    about: tuple[Wording, ...] = ()


def cell_text(value: object, language: Language) -> str:
    """Give a value as a person reads it: times in Vietnam's time, lists one entry a line."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M:%S (UTC+7)")
    if isinstance(value, Mapping):
        if set(value) == {"vi", "en"}:
            return str(value[language])
        return "; ".join(
            f"{key}: {cell_text(item, language)}" for key, item in value.items() if item not in (None, "", [])
        )
    if isinstance(value, (list, tuple)):
        return "\n".join(cell_text(item, language) for item in value)
    return str(value)
