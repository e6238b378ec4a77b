"""CSV as spreadsheets open it: UTF-8 with a byte order mark, RFC 4180 quoting, NFC, formulas defused."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from listings.wording import Language
from takedowns.tables.defuse import defused
from takedowns.tables.table import Table, cell_text

MEDIA_TYPE = "text/csv; charset=utf-8"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(table: Table, language: Language) -> Iterator[bytes]:
    """Write a table; numbers are defused too, since a negative one is text to us."""
    yield _BYTE_ORDER_MARK + _line(column.heading.in_language(language) for column in table.columns)
    for row in table.rows:
        yield _line(cell_text(column.value(row), language) for column in table.columns)


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
        [defused(unicodedata.normalize("NFC", cell.replace("\x00", "\N{REPLACEMENT CHARACTER}"))) for cell in cells]
    )
    return line.getvalue().encode("utf-8", errors="replace")
