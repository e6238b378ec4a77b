"""The formats a table can be written in. A new one is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from listings.wording import Language
from takedowns.tables import csv, jsonl, xlsx
from takedowns.tables.table import Table

Format = Literal["xlsx", "csv", "jsonl"]

_WRITERS: Mapping[Format, Callable[[Table, Language], Iterator[bytes]]] = {
    "xlsx": xlsx.write,
    "csv": csv.write,
    "jsonl": jsonl.write,
}
MEDIA_TYPES: Mapping[Format, str] = {"xlsx": xlsx.MEDIA_TYPE, "csv": csv.MEDIA_TYPE, "jsonl": jsonl.MEDIA_TYPE}


def write_table(table: Table, form: Format, language: Language) -> Iterator[bytes]:
    """Write a table piece by piece."""
    return _WRITERS[form](table, language)
