"""The evidence bundle of one hit: a ZIP that a person without Soi can read and check."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from listings.page import Capture
from takedowns.tables.jsonl import plain
from takedowns.warc import write_warc

# The same content gives the same bytes, whenever it is written: ZIP's own earliest date.
_WHEN = (1980, 1, 1, 0, 0, 0)

# A capture must not run when someone double-clicks it: pages and drawings get a suffix that opens as text.
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "application/json": ".json.txt",
    "text/html": ".html.txt",
    "application/xhtml+xml": ".html.txt",
}
_OTHER_SUFFIX = ".bin"

_README = """\
Gói chứng cứ của một tin nghi vấn / Evidence bundle of one suspected listing
============================================================================

VI  Gói này gồm những gì đã thu thập, các dấu hiệu đã phát hiện và kết luận của người xem xét. Tin đăng mới chỉ bị
    nghi vấn; đây không phải kết luận vi phạm. manifest.json ghi mã băm SHA-256 của từng tệp: chạy `sha256sum TỆP` và
    so sánh. Tệp trong captures/ được đặt tên theo mã băm của chính nội dung. chain.json là các mục của chuỗi nhật ký:
    sửa một byte là thấy được. Chuỗi cho biết dữ liệu có bị thay đổi sau khi thu thập hay không; chuỗi không tự nó
    chứng minh nội dung trang là thật. Trang đã lưu mang đuôi .txt để không tự chạy khi mở. exchanges.warc (ISO 28500)
    ghi lại yêu cầu đã gửi (khoá truy cập đã xoá trắng), câu trả lời của máy chủ cùng các trường tiêu đề và mọi lần
    chuyển hướng trước đó; mở bằng công cụ lưu trữ web bất kỳ.

EN  This bundle holds what was captured, what was found, and what a reviewer decided. The listing is suspected; this is
    no finding of violation. manifest.json holds each file's SHA-256: run `sha256sum FILE` and compare. Files in
    captures/ are named by the hash of their own content. chain.json holds the log's entries: one changed byte shows.
    The chain is tamper-evident: it shows whether data changed after capture, not that a page told the truth. Saved
    pages end in .txt so that they do not run when opened. exchanges.warc (ISO 28500) holds what was asked (keys
    blanked) and what the servers answered, with the header fields and every redirect on the way; any web archive's
    tool reads it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledCapture:
    """One captured file. `content` is None when it was erased on purpose; the bundle then says so."""

    digest: str
    media_type: str
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleContents:
    """What goes in: records as plain mappings (reviewers' names left out) and the captures."""

    hit: Mapping[str, object]
    decisions: Sequence[Mapping[str, object]]
    chain: Sequence[Mapping[str, object]]
    captures: Sequence[BundledCapture]
    exchanges: Sequence[Capture] = ()
    """The answers that brought them, with their header fields."""


def write_bundle(contents: BundleContents, stream: BinaryIO) -> None:
    """Write the ZIP; the same contents give the same bytes."""
    manifest: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(contents):
            manifest[name] = hashlib.sha256(content).hexdigest()
            _add(archive, name, content)
        _add(archive, "manifest.json", _json(manifest))


def _files(contents: BundleContents) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _README.encode()
    yield "hit.json", _json(contents.hit)
    yield "decisions.json", _json(list(contents.decisions))
    yield "chain.json", _json(list(contents.chain))
    yield "erased.json", _json(sorted(c.digest for c in contents.captures if c.content is None))
    yield "exchanges.warc", _warc(contents.exchanges)
    for capture in sorted(contents.captures, key=lambda c: c.digest):
        if capture.content is not None:
            yield f"captures/{capture.digest}{_suffix(capture.media_type)}", capture.content


def _warc(exchanges: Sequence[Capture]) -> bytes:
    stream = BytesIO()
    write_warc(exchanges, stream)
    return stream.getvalue()


def _suffix(media_type: str) -> str:
    return _SUFFIXES.get(media_type.partition(";")[0].strip().lower(), _OTHER_SUFFIX)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _json(value: object) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
