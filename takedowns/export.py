"""The takedown list: what is handed to a platform or an authority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from listings.review import REASON_BY_CODE
from listings.takedown import IMAGE_FIELD, Takedown, TakedownQuote
from listings.wording import Language, Wording
from takedowns.platforms.catalogue import platform, platform_of
from takedowns.platforms.platform import Platform
from takedowns.rows import CONFIRMED, READ_IN_PICTURE, record
from takedowns.tables.catalogue import MEDIA_TYPES, Format, write_table
from takedowns.tables.table import LOCAL_TIME, Column, Table

_NUMBER = Column("number", Wording("Số thứ tự", "No."), "number", width=8)
_REASON = Column("platform_reason", Wording("Mã lý do của nền tảng", "Platform's reason code"), width=18)
_COLUMNS = (
    _NUMBER,
    Column("id", Wording("Số yêu cầu gỡ bỏ", "Takedown"), "number", width=10),
    Column("listing_id", Wording("Mã tin", "Listing id"), width=20),
    Column("url", Wording("Địa chỉ tin đăng", "Address of the listing"), width=50),
    Column("title", Wording("Tiêu đề", "Title"), width=46),
    Column("seller_id", Wording("Mã người bán", "Seller id"), width=16),
    Column("seller_name", Wording("Người bán", "Seller"), width=24),
    Column("price", Wording("Giá", "Price"), width=14),
    Column("currency", Wording("Tiền tệ", "Currency"), width=9),
    Column("reason_text", Wording("Dấu hiệu đã được xác nhận", "Confirmed grounds"), "nested", width=30),
    Column("quotes_text", Wording("Trích nguyên văn và lý do", "Quoted text and why"), "nested", width=70),
    Column("rules", Wording("Quy tắc", "Rules"), "nested", width=26),
    Column("evidence", Wording("Mã băm chứng cứ (SHA-256)", "Evidence hashes (SHA-256)"), "nested", width=44),
    Column("captured_at", Wording("Thu thập lúc", "Captured at"), "time", width=20),
    Column("decided_at", Wording("Xác nhận lúc", "Confirmed at"), "time", width=20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPart:
    """One file of an export. `file_name` is ours alone: nothing scraped stands in it."""

    file_name: str
    media_type: str
    content: bytes


def export_takedowns(
    takedowns: Sequence[Takedown], platform_name: str | None, form: Format, language: Language, built_at: datetime
) -> tuple[ExportPart, ...]:
    """Write the takedown list, in as many files as the platform's bound asks for.

    Args:
        takedowns: what is to be taken down; those of other platforms are left out when `platform_name` names a market.
        platform_name: whose list it is; None, `generic` and `authority` take everything.
        form: the files' format.
        language: of the headings, and of the reasons in CSV and XLSX.
        built_at: stands in the files' names, in Vietnam's time.

    Raises:
        NotFound: no such platform.
    """
    target = platform(platform_name or "generic")
    wanted = iter([t for t in takedowns if not target.hosts or platform_of(t.url) == target.name])
    parts: list[ExportPart] = []
    size = target.most_items or max(len(takedowns), 1)
    while rows := list(islice(wanted, size)):
        parts.append(_part(rows, target, form, language, (built_at, len(parts) + 1)))
    return tuple(parts)


def _part(
    rows: Sequence[Takedown], target: Platform, form: Format, language: Language, place: tuple[datetime, int]
) -> ExportPart:
    built_at, number = place
    day = built_at.astimezone(LOCAL_TIME).strftime("%Y%m%d-%H%M")
    content = b"".join(write_table(_table(rows, target, language), form, language))
    return ExportPart(
        file_name=f"soi-takedown-{target.name}-{day}-{number}.{form}", media_type=MEDIA_TYPES[form], content=content
    )


def _table(rows: Sequence[Takedown], target: Platform, language: Language) -> Table:
    columns = (*_COLUMNS, _REASON) if target.reasons else _COLUMNS
    about: tuple[Wording, ...] = (CONFIRMED,)
    if target.channel is not None:
        about += (Wording(f"Gửi qua: {target.channel.vi}", f"Sent by: {target.channel.en}"),)
    name = Wording(f"Yêu cầu gỡ bỏ - {target.title.vi}", f"Takedowns - {target.title.en}")
    return Table(name, columns, _rows(rows, target, language), about=about)


def _rows(rows: Sequence[Takedown], target: Platform, language: Language) -> Iterator[Mapping[str, object]]:
    for number, takedown in enumerate(rows, start=1):
        reason = REASON_BY_CODE.get(takedown.reason)
        yield {
            "number": number,
            **record(takedown),
            "reason_text": reason.wording.in_language(language) if reason else takedown.reason,
            "quotes_text": [_quoted(quote, language) for quote in takedown.quotes],
            "rules": sorted({quote.rule for quote in takedown.quotes}),
            "platform_reason": target.reasons.get(takedown.reason),
        }


def _quoted(quote: TakedownQuote, language: Language) -> str:
    why = quote.reason_vi if language == "vi" else quote.reason_en
    if not quote.text:
        return why
    where = f" ({READ_IN_PICTURE.in_language(language)})" if quote.field == IMAGE_FIELD else ""
    return f"“{quote.text}”{where} - {why}"
