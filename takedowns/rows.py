"""What `soi export` gives of each kind: columns for people, and rows that keep the whole record for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace

from listings.page import RunReport
from listings.review import Decision
from listings.takedown import Takedown
from listings.wording import Wording
from takedowns.tables.table import Column, Table

_SUSPECTED = Wording(
    "Tin nghi vấn: chưa có kết luận của cơ quan có thẩm quyền.",
    "Suspected listings: no authority has decided yet.",
)
READ_IN_PICTURE = Wording("chữ đọc từ ảnh", "read from the picture")
CONFIRMED = Wording(
    "Mỗi dòng là một tin nghi vấn đã được người xem xét xác nhận có dấu hiệu; đó không phải kết luận vi phạm.",
    "Each row is a suspected listing for which a reviewer confirmed grounds; this is no finding of violation.",
)


def _of_listing(key: str) -> Callable[[Mapping[str, object]], object]:
    def read(row: Mapping[str, object]) -> object:
        listing = row.get("listing")
        return listing.get(key) if isinstance(listing, Mapping) else None

    return read


def _labels(row: Mapping[str, object]) -> list[Mapping[str, object]]:
    findings = row.get("findings")
    given = findings if isinstance(findings, list) else []
    return [finding for finding in given if isinstance(finding, Mapping) and finding.get("kind") == "label"]


def _suspected(row: Mapping[str, object]) -> object:
    return list(dict.fromkeys(finding.get("category") for finding in _labels(row)))


def _quotes(row: Mapping[str, object]) -> object:
    spans, regions = (_texts(_labels(row), key) for key in ("spans", "regions"))
    read = [{"vi": f"{text} ({READ_IN_PICTURE.vi})", "en": f"{text} ({READ_IN_PICTURE.en})"} for text in regions]
    return [*spans, *read]


def _texts(findings: Iterable[Mapping[str, object]], key: str) -> list[object]:
    texts = dict.fromkeys(part.get("text") for finding in findings for part in _entries(finding.get(key)))
    return [text for text in texts if text is not None]


def _entries(value: object) -> list[Mapping[str, object]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


LISTING_COLUMNS = (
    Column("id", Wording("Mã tin", "Listing id"), width=18),
    Column("site", Wording("Trang", "Site")),
    Column("title", Wording("Tiêu đề", "Title"), width=48),
    Column("price", Wording("Giá", "Price")),
    Column("currency", Wording("Tiền tệ", "Currency"), width=9),
    Column("seller", Wording("Người bán", "Seller"), "nested", width=30),
    Column("brand", Wording("Nhãn hiệu", "Brand")),
    Column("category", Wording("Ngành hàng", "Category"), width=24),
    Column("url", Wording("Địa chỉ", "Address"), width=48),
    Column("description", Wording("Mô tả", "Description"), width=80),
    Column("images", Wording("Ảnh", "Images"), "nested", width=40),
    Column("images_unreadable", Wording("Ảnh không đọc được", "Unreadable images"), "nested", width=30),
    Column("captured_at", Wording("Thời điểm thu thập", "Captured at"), "time", width=20),
    Column("capture", Wording("Mã băm bản lưu (SHA-256)", "Capture hash (SHA-256)"), width=24),
)
HIT_COLUMNS = (
    Column("id", Wording("Số tin nghi vấn", "Hit"), "number", width=10),
    Column("state", Wording("Trạng thái", "State"), width=12),
    Column("risk", Wording("Nguy cơ", "Risk"), "number", width=10),
    Column("title", Wording("Tiêu đề", "Title"), width=48, read=_of_listing("title")),
    Column("suspected", Wording("Dấu hiệu", "Suspected"), width=36, read=_suspected),
    Column("quotes", Wording("Trích nguyên văn", "Quoted text"), width=60, read=_quotes),
    Column("seller", Wording("Người bán", "Seller"), "nested", width=30, read=_of_listing("seller")),
    Column("url", Wording("Địa chỉ", "Address"), width=48, read=_of_listing("url")),
    Column("opened_at", Wording("Vào hàng chờ lúc", "Queued at"), "time", width=20),
)
DECISION_COLUMNS = (
    Column("id", Wording("Số kết luận", "Decision"), "number", width=10),
    Column("hit_id", Wording("Số tin nghi vấn", "Hit"), "number", width=10),
    Column("number", Wording("Lần thứ", "Number"), "number", width=8),
    Column("verdict", Wording("Kết luận", "Verdict"), width=12),
    Column("reason", Wording("Lý do", "Reason"), width=24),
    Column("findings", Wording("Theo từng dấu hiệu", "By finding"), "nested", width=36),
    Column("note", Wording("Ghi chú", "Note"), width=40),
    Column("decided_at", Wording("Thời điểm", "Decided at"), "time", width=20),
)
TAKEDOWN_COLUMNS = (
    Column("id", Wording("Số yêu cầu", "Takedown"), "number", width=10),
    Column("state", Wording("Trạng thái", "State"), width=14),
    Column("platform", Wording("Nền tảng", "Platform")),
    Column("listing_id", Wording("Mã tin", "Listing id"), width=18),
    Column("url", Wording("Địa chỉ", "Address"), width=48),
    Column("title", Wording("Tiêu đề", "Title"), width=48),
    Column("seller_id", Wording("Mã người bán", "Seller id")),
    Column("seller_name", Wording("Người bán", "Seller"), width=24),
    Column("price", Wording("Giá", "Price")),
    Column("currency", Wording("Tiền tệ", "Currency"), width=9),
    Column("brand", Wording("Nhãn hiệu", "Brand")),
    Column("reason", Wording("Lý do", "Reason"), width=24),
    Column("quotes", Wording("Dấu hiệu và trích dẫn", "Grounds and quotes"), "nested", width=70),
    Column("evidence", Wording("Mã băm chứng cứ (SHA-256)", "Evidence hashes (SHA-256)"), "nested", width=40),
    Column("captured_at", Wording("Thời điểm thu thập", "Captured at"), "time", width=20),
    Column("decided_at", Wording("Thời điểm xác nhận", "Confirmed at"), "time", width=20),
    Column("built_at", Wording("Lập lúc", "Built at"), "time", width=20),
)
RUN_COLUMNS = (
    Column("id", Wording("Lượt", "Run"), "number", width=8),
    Column("source", Wording("Nguồn theo dõi", "Source"), width=24),
    Column("started", Wording("Bắt đầu", "Started"), "time", width=20),
    Column("ended", Wording("Kết thúc", "Ended"), "time", width=20),
    Column("finish", Wording("Kết quả", "Finish"), width=12),
    Column("pages", Wording("Số trang", "Pages"), "number", width=9),
    Column("listings", Wording("Tin đăng", "Listings"), "nested", width=36),
    Column("unreadable", Wording("Không đọc được", "Unreadable"), "nested", width=36),
    Column("fields_missing", Wording("Tỷ lệ thiếu trường", "Fields missing"), "nested", width=36),
    Column("bytes", Wording("Số byte", "Bytes"), "number", width=12),
)


def listing_table(rows: Iterable[Mapping[str, object]]) -> Table:
    """Give stored listings, as CONTRACT.md's record with what could not be read of them."""
    return Table(Wording("Tin đăng", "Listings"), LISTING_COLUMNS, rows)


def hit_table(rows: Iterable[Mapping[str, object]]) -> Table:
    """Give hits with their findings."""
    return Table(Wording("Tin nghi vấn", "Hits"), HIT_COLUMNS, rows, about=(_SUSPECTED,))


def decision_table(rows: Iterable[Decision]) -> Table:
    """Give decisions; the reviewers' names stay in the house."""
    return Table(Wording("Kết luận", "Decisions"), DECISION_COLUMNS, map(decision_row, rows))


def takedown_table(rows: Iterable[Takedown]) -> Table:
    """Give takedowns."""
    return Table(Wording("Yêu cầu gỡ bỏ", "Takedowns"), TAKEDOWN_COLUMNS, map(record, rows), about=(CONFIRMED,))


def run_table(rows: Iterable[RunReport]) -> Table:
    """Give run reports."""
    return Table(Wording("Lượt thu thập", "Runs"), RUN_COLUMNS, map(run_row, rows))


def run_row(report: RunReport) -> dict[str, object]:
    """Give a run report as a row: who looked at an alarm stays in the house."""
    return record(replace(report, alarms=tuple(replace(alarm, acknowledged_by=None) for alarm in report.alarms)))


def decision_row(decision: Decision) -> dict[str, object]:
    """Give a decision as a row: the reviewer's name stays in the house."""
    row = record(decision)
    del row["user"]
    return row


def record(value: object) -> dict[str, object]:
    """Give a frozen record as plain mappings and lists, leaving times and decimals as they are."""
    assert is_dataclass(value)
    return {field.name: _inner(getattr(value, field.name)) for field in fields(value)}


def _inner(value: object) -> object:
    if is_dataclass(value):
        return record(value)
    if isinstance(value, Mapping):
        return {str(key): _inner(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_inner(item) for item in value]
    return value
