"""Excel workbooks: every foreign text is written as text, never as formula, link or number."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from listings.errors import SoiError
from listings.wording import Language, Wording
from takedowns.tables.defuse import storable
from takedowns.tables.table import LOCAL_TIME, Table, cell_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel's own bound; XlsxWriter drops longer text silently but for its return code (-2).
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576

_CUT = Wording(" […bị cắt, xem JSONL]", " […cut, see JSONL]")
_ABOUT = Wording("Thông tin", "About")
_ALWAYS = (
    Wording("Thời gian ghi theo giờ Việt Nam (UTC+7).", "Times are Vietnam's (UTC+7)."),
    Wording("Lập bằng Soi, phần mềm mã nguồn mở.", "Made with Soi, open-source software."),
)


class TableTooLarge(SoiError):
    """A workbook cannot hold so many rows: export CSV or JSONL."""


def write(table: Table, language: Language) -> Iterator[bytes]:
    """Write a table as a workbook with a second sheet that says what it is.

    Rows go to a temporary file as they come, so memory stays bounded.

    Raises:
        TableTooLarge: there are more rows than a sheet holds.
    """
    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        _fill(workbook, workbook.add_worksheet(_sheet_name(table.name.in_language(language))), table, language)
        about = workbook.add_worksheet(_ABOUT.in_language(language))
        about.set_column(0, 0, 110)
        for number, line in enumerate((*table.about, *_ALWAYS)):
            about.write_string(number, 0, line.in_language(language))
    yield stream.getvalue()


def _fill(workbook: Any, sheet: Any, table: Table, language: Language) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = workbook.add_format({"text_wrap": True, "valign": "top"})
    time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        _check(sheet.write_string(0, place, column.heading.in_language(language), heading), 0)
    for number, row in enumerate(table.rows, start=1):
        for place, column in enumerate(table.columns):
            value = column.value(row)
            if column.kind == "time" and isinstance(value, datetime):
                local = value.astimezone(LOCAL_TIME).replace(tzinfo=None)
                _check(sheet.write_datetime(number, place, local, time), number)
            elif column.kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
                _check(sheet.write_number(number, place, value, body), number)
            else:
                _check(sheet.write_string(number, place, _bounded(cell_text(value, language), language), body), number)


def _bounded(text: str, language: Language) -> str:
    text = storable(text)
    mark = _CUT.in_language(language)
    return text if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL else text[: LONGEST_CELL // 2] + mark


def _check(code: int, row: int) -> None:
    if code != 0:
        raise TableTooLarge(
            Wording(
                f"bảng tính chỉ chứa được {MOST_ROWS} dòng, dòng {row} không vừa",
                f"row {row} does not fit a workbook (at most {MOST_ROWS} rows)",
            ),
            remedy=Wording("hãy tải dạng CSV hoặc JSONL", "export CSV or JSONL"),
        )


def _sheet_name(name: str) -> str:
    return "".join("-" if c in "[]:*?/\\" else c for c in name)[:31]
