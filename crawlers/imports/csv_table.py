"""CSV tables of listings: any delimiter, with or without byte order mark, headings in Vietnamese or English."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from crawlers.imports.given_record import import_record
from crawlers.imports.imported import Entry, ImportFault
from crawlers.imports.limits import MAX_ENTRY

_NAMES = {
    "id": "id|ma|ma tin|ma san pham|product id|item id|sku|listing id",
    "url": "url|link|duong dan|dia chi trang|lien ket|product url",
    "site": "site|trang|nen tang|platform|san",
    "kind": "kind|loai tin",
    "title": "title|tieu de|ten|ten san pham|ten hang|name|product name",
    "description": "description|mo ta|noi dung|text|content",
    "price": "price|gia|gia ban|don gia",
    "price_max": "price max|gia cao nhat",
    "currency": "currency|tien te|don vi tien te|loai tien",
    "seller.id": "seller id|ma nguoi ban|ma shop|seller.id",
    "seller.name": "seller|seller name|nguoi ban|ten nguoi ban|shop|ten shop|cua hang|gian hang|seller.name",
    "seller.url": "seller url|link shop|trang nguoi ban|seller.url",
    "publisher": "publisher|co quan bao chi|nha xuat ban",
    "advertiser": "advertiser|nguoi quang cao|ben quang cao",
    "brand": "brand|thuong hieu|nhan hieu|hang",
    "category": "category|danh muc|nganh hang|nhom hang",
    "images": "images|image|anh|hinh anh|hinh|image url",
    "lang": "lang|language|ngon ngu",
    "location": "location|dia diem|khu vuc|noi ban",
    "contacts": "contacts|contact|lien he|dien thoai|so dien thoai|phone",
    "sold": "sold|da ban|luot ban",
    "views": "views|luot xem",
    "published_at": "published at|ngay dang|thoi gian dang|date",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in (field, *names.split("|"))}
_LISTS = re.compile(r"\s*[|;\n]\s*")
_DELIMITERS = ",;\t|"
_SAMPLE = 65_536


def read_csv(path: Path) -> Iterator[Entry]:
    """Read listings row by row. Unknown columns are kept under `extra`; a bad row is a fault and the rest goes on."""
    csv.field_size_limit(MAX_ENTRY)
    with path.open(encoding=_encoding(path), newline="", errors="replace") as file:
        yield from _rows(file, path)


def _rows(file: TextIO, path: Path) -> Iterator[Entry]:
    delimiter = _delimiter(file.read(_SAMPLE))
    file.seek(0)
    rows = csv.reader(file, delimiter=delimiter)
    header: list[str] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as broken:
            yield ImportFault(
                file=str(path), line=rows.line_num, reason="invalid", what=f"the row cannot be read: {broken}"
            )
            return
        if header is None:
            header = [_field(name) for name in row]
        elif any(cell.strip() for cell in row):
            yield _entry(header, row, path, rows.line_num)


def _entry(header: list[str], row: list[str], path: Path, line: int) -> Entry:
    if len(row) > len(header):
        what = f"the row has {len(row)} cells, the heading {len(header)}"
        return ImportFault(file=str(path), line=line, reason="invalid", what=what)
    return import_record(_record(dict(zip(header, row, strict=False))), path, line)


def _record(cells: Mapping[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, cell in cells.items():
        value = cell.strip()
        if not value or not name:
            continue
        if name.startswith("seller."):
            record.setdefault("seller", {})[name.removeprefix("seller.")] = value
        elif name in {"images", "contacts"}:
            record[name] = [part for part in _LISTS.split(value) if part]
        elif name in {"sold", "views"}:
            record[name] = re.sub(r"[.,\s](?=\d{3})", "", value)
        else:
            record[name] = value
    return record


def _field(heading: str) -> str:
    """Give the field a heading means, comparing without accents, case and punctuation; else the heading itself."""
    decomposed = unicodedata.normalize("NFD", heading.strip().lower().replace("đ", "d"))
    plain = re.sub(r"[^a-z0-9.]+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()
    return _FIELD_OF.get(plain, heading.strip())


def _delimiter(sample: str) -> str:
    """Take the sign that stands most often in the heading; the sniffer of `csv` guesses wrongly on long texts."""
    heading = sample.lstrip("\ufeff").split("\n", 1)[0]
    return max(_DELIMITERS, key=heading.count) if any(sign in heading for sign in _DELIMITERS) else ","


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # A letter cut at the sample's end is no fault of the file.
        sample[: -4 if len(sample) == _SAMPLE else None].decode("utf-8")
    except UnicodeDecodeError as wrong:
        return "utf-8-sig" if wrong.start >= len(sample) - 8 and len(sample) == _SAMPLE else "cp1258"
    return "utf-8-sig"
