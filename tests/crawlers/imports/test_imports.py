"""Files people bring: every format, every fault, nothing read from outside the folder."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from decimal import Decimal
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.imports import Imported, ImportFault, read_path
from listings.errors import NotFound

URL = "https://cho-lang.vn/p/non-la-60123"
HTML = (
    "<html><head><title>Nón lá</title></head><body><h1>Nón lá</h1>"
    '<img src="/non.png" alt="Nón lá"><span class="price">60.000₫</span></body></html>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


def read(path: Path) -> tuple[list[Imported], list[ImportFault]]:
    entries = list(read_path(path))
    return [e for e in entries if isinstance(e, Imported)], [e for e in entries if isinstance(e, ImportFault)]


def only(path: Path) -> Imported:
    imported, faults = read(path)
    assert (len(imported), faults) == (1, [])
    return imported[0]


def check_page(entry: Imported) -> None:
    listing = entry.read.listing
    assert (listing.title, listing.price, listing.url, listing.captured_by) == ("Nón lá", Decimal(60000), URL, "import")
    assert entry.capture is not None
    assert entry.capture.url == URL
    assert "Nón lá" in entry.capture.body.decode()


def test_jsonl_with_faults_and_images(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "secret").mkdir()
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "own.png").write_bytes(PNG)
    (inside / "link.png").symlink_to(tmp_path / "a.png")
    names = ["own.png", "../a.png", str(tmp_path / "a.png"), "link.png", "none.png", "https://cho-lang.vn/x.png"]
    lines = [
        json.dumps({"id": "1", "title": "Nón", "images": names, "x": 1}),
        "{bad",
        '["no object"]',
        json.dumps({"id": "2"}),
        json.dumps({"id": "3", "title": "b"}),
    ]
    file = inside / "list.jsonl"
    file.write_text("\ufeff" + "\n".join(lines))
    imported, faults = read(file)
    assert [entry.read.listing.id for entry in imported] == ["1", "3"]
    assert imported[0].images == (("own.png", PNG),)
    assert imported[0].read.listing.extra == {"x": 1}
    assert [(fault.line, fault.reason) for fault in faults] == [(2, "invalid"), (3, "invalid"), (4, "invalid")]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Mã tin,Tiêu đề,Giá bán,Tiền tệ,Người bán,Ghi chú", "s1,Nón lá,60.000,VND,Tiệm Nón,mới"),
        ("id;title;price;currency;seller;Ghi chú", "s1;Nón lá;60000;VND;Tiệm Nón;mới"),
        ("ID\tTên sản phẩm\tGiá\tCurrency\tSHOP\tGhi chú", "s1\tNón lá\t60.000₫\t\tTiệm Nón\tmới"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(tmp_path: Path, heading: str, row: str, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{heading}\r\n{row}\r\n", encoding=encoding)
    listing = only(file).read.listing
    assert (listing.id, listing.title, listing.price, listing.currency) == ("s1", "Nón lá", Decimal(60000), "VND")
    assert (listing.seller.name, listing.extra) == ("Tiệm Nón", {"Ghi chú": "mới"})


def test_csv_faults_name_the_row(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("id,title\n1,a,b,c\n,\n2,\n3,ok\n")
    imported, faults = read(file)
    assert [entry.read.listing.id for entry in imported] == ["3"]
    assert [fault.line for fault in faults] == [2, 4]


@pytest.mark.parametrize(
    "remark",
    [
        f"<!-- saved from url=(0040){URL} -->",
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Sun Jun 01 2025 10:00:00 GMT+0700 (ICT)\n-->",
        f'<link href="{URL}" rel="canonical">',
        f'<meta property="og:url" content="{URL}">',
    ],
)
def test_saved_html(tmp_path: Path, remark: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        HTML.replace("<head>", f"<head>{remark}") if "<!--" not in remark else f"<!DOCTYPE html>{remark}{HTML}"
    )
    check_page(only(file))


def test_single_file_gives_its_pictures(tmp_path: Path) -> None:
    data = base64.b64encode(PNG).decode()
    file = tmp_path / "page.html"
    file.write_text(
        f"<!DOCTYPE html><!-- saved from url=(0040){URL} -->"
        + HTML.replace("/non.png", f"data:image/png;base64,{data}")
    )
    assert only(file).images == (("embedded:1", PNG),)


def test_saved_html_without_address_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML)
    imported, faults = read(tmp_path)
    assert imported == []
    assert "saved from" in faults[0].what


OLD = "<html><head><meta charset='windows-1258'><title>Nón lá</title></head><body><main><h1>Nón lá Hội An</h1>"
OLD_PAGE = f"{OLD}<span class='price'>60.000</span></main></body></html>".encode("cp1258", "xmlcharrefreplace")


def test_pages_are_read_in_the_charset_they_were_saved_in(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(f"<!-- saved from url=(0001){URL} -->".encode() + OLD_PAGE)
    # As Chromium writes it: the page's own bytes, and no charset at the part.
    head = f"Content-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Location: {URL}\n\n"
    parts = f"--b\n{head}{base64.b64encode(OLD_PAGE).decode()}\n--b--\n"
    chromium = tmp_path / "page.mhtml"
    chromium.write_text(f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n{parts}')
    for file in (saved, chromium):
        entry = only(file)
        assert entry.read.listing.title == "Nón lá Hội An"
        assert entry.capture is not None
        assert entry.capture.media_type == "text/html"


def test_mhtml(tmp_path: Path) -> None:
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = URL
    message["Date"] = "Sun, 01 Jun 2025 03:00:00 -0000"
    page = MIMEText(HTML, "html", "utf-8")
    page["Content-Location"] = URL
    picture = MIMEImage(PNG, "png")
    picture["Content-Location"] = "https://cho-lang.vn/non.png"
    message.attach(page)
    message.attach(picture)
    file = tmp_path / "page.mhtml"
    file.write_bytes(message.as_bytes())
    entry = only(file)
    check_page(entry)
    assert entry.images == (("https://cho-lang.vn/non.png", PNG),)


def test_mail_without_page_is_a_fault(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("hello")
    (tmp_path / "x.mht").write_bytes(message.as_bytes())
    assert [fault.reason for fault in read(tmp_path)[1]] == ["invalid"]


def har_entry(url: str, kind: str, body: bytes) -> dict[str, object]:
    content = {"mimeType": kind, "text": base64.b64encode(body).decode(), "encoding": "base64"}
    return {
        "startedDateTime": "2025-06-01T10:00:00+07:00",
        "request": {"url": url},
        "response": {"status": 200, "content": content},
    }


def test_har(tmp_path: Path) -> None:
    entries = [
        har_entry(URL, "text/html; charset=utf-8", HTML.encode()),
        {"odd": 1},
        har_entry("https://cho-lang.vn/non.png", "image/png", PNG),
    ]
    file = tmp_path / "visit.har"
    file.write_text(json.dumps({"log": {"entries": entries}}))
    entry = only(file)
    check_page(entry)
    assert entry.images == (("https://cho-lang.vn/non.png", PNG),)
    file.write_text('{"log": {}}')
    assert [fault.reason for fault in read(file)[1]] == ["invalid"]


def warc(pages: list[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, html in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(html.encode()), http_headers=headers)
        )
    return out.getvalue()


def test_warc(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(
        warc([(URL, HTML), ("https://cho-lang.vn/wall", "<title>Just a moment...</title><p>Checking your browser</p>")])
    )
    imported, faults = read(file)
    check_page(imported[0])
    assert [(fault.line, fault.reason) for fault in faults] == [(2, "captcha")]


def test_a_warc_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    whole = warc([(URL, HTML), (URL + "0", HTML * 50)])
    file.write_bytes(whole[:-60])
    imported, faults = read(file)
    assert imported[0].read.listing.title == "Nón lá"
    assert len(imported) + len(faults) <= 2


def test_a_gzip_bomb_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "bomb.warc.gz"
    big = b"<html>" + b" " * 30_000_000
    record = (
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: "
        + URL.encode()
        + b"\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(big)
    )
    file.write_bytes(gzip.compress(record + big + b"\r\n\r\n"))
    assert [fault.reason for fault in read(file)[1]] == ["too_large"]


def test_browser_capture(tmp_path: Path) -> None:
    given = {
        "capture": "soi/1",
        "url": "https://mang-xa-hoi.vn/p/9",
        "captured_at": "2025-06-01T03:00:00Z",
        "html": "<html><div>khung trang</div></html>",
        "text": "Thanh lý nón lá\nGiá 60k, liên hệ shop.",
        "images": [
            {"url": "https://mang-xa-hoi.vn/a.png", "data_base64": base64.b64encode(PNG).decode()},
            {"data_base64": "!!"},
        ],
        "note": "thấy trong nhóm mua bán",
    }
    file = tmp_path / "post.json"
    file.write_text(json.dumps(given))
    entry = only(file)
    listing = entry.read.listing
    assert (listing.kind, listing.title, listing.captured_by) == ("post", "Thanh lý nón lá", "person")
    assert listing.description == "Thanh lý nón lá\nGiá 60k, liên hệ shop."
    assert entry.images == (("https://mang-xa-hoi.vn/a.png", PNG),)
    assert listing.images == ("https://mang-xa-hoi.vn/a.png",)


@pytest.mark.parametrize("change", [{"url": "file:///etc/passwd"}, {"capture": "soi/9"}, {"text": "", "html": ""}])
def test_bad_captures_are_faults(tmp_path: Path, change: dict[str, str]) -> None:
    given = {"capture": "soi/1", "url": "https://x.vn/", "text": "a", **change}
    (tmp_path / "post.json").write_text(json.dumps(given))
    assert [fault.reason for fault in read(tmp_path)[1]] == ["invalid"]


def test_folder_in_order_with_faults_beside(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id":"b","title":"x"}')
    (tmp_path / "a.jsonl").write_text('{"id":"a","title":"x"}')
    (tmp_path / "c.har").write_text("broken")
    (tmp_path / "picture.png").write_bytes(PNG)
    imported, faults = read(tmp_path)
    assert [entry.read.listing.id for entry in imported] == ["a", "b"]
    assert [Path(fault.file).name for fault in faults] == ["c.har"]


def test_unknown_and_missing(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01")
    assert [fault.reason for fault in read(tmp_path / "x.bin")[1]] == ["invalid"]
    with pytest.raises(NotFound):
        list(read_path(tmp_path / "none"))


def test_a_screenshot_is_a_post_of_the_place_its_text_names(tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)
    beside = tmp_path / "shot.txt"
    assert "text beside it" in read(shot)[1][0].what
    assert read(tmp_path) == ([], [])
    beside.write_text("Zalo: Chợ sỉ Ninh Hiệp\n")
    assert [fault.reason for fault in read(shot)[1]] == ["invalid"]
    beside.write_text("\ufeffZalo: Chợ sỉ Ninh Hiệp\nTúi nhái loại một\n\nAi lấy nhắn em", encoding="utf-8")
    entry = only(tmp_path)
    listing = entry.read.listing
    assert (listing.kind, listing.site, listing.publisher) == ("post", "zalo.me", "Chợ sỉ Ninh Hiệp")
    assert (listing.title, listing.description) == ("Túi nhái loại một", "Túi nhái loại một\nAi lấy nhắn em")
    assert (entry.images, listing.captured_by) == ((("screenshot", PNG),), "person")
    assert entry.capture is not None
    assert (entry.capture.body, entry.capture.media_type) == (PNG, "image/png")
    beside.write_text("https://cho-lang.vn/nhom/7?utm_source=x\nTúi")
    assert only(shot).read.listing.url == "https://cho-lang.vn/nhom/7"
    beside.unlink()
    beside.symlink_to("/etc/hostname")
    assert read(shot)[0] == []


def test_a_captured_wall_is_a_fault_with_its_page_whatever_was_selected(tmp_path: Path) -> None:
    given = {
        "capture": "soi/1",
        "url": URL,
        "html": "<title>Just a moment...</title><p>Checking your browser</p>",
        "text": "Túi nhái loại một",
        "screenshot": {"data_base64": base64.b64encode(PNG).decode()},
    }
    file = tmp_path / "one.json"
    file.write_text(json.dumps(given))
    imported, (fault,) = read(file)
    assert (imported, fault.reason, fault.screenshot) == ([], "captcha", PNG)
    assert fault.capture is not None
    assert fault.capture.headers == {"soi-screenshot-sha256": hashlib.sha256(PNG).hexdigest()}
    given["html"] = "<p>bài đăng</p>"
    file.write_text(json.dumps(given))
    post = only(file)
    assert (post.read.listing.kind, post.read.listing.description) == ("post", "Túi nhái loại một")
    assert post.images == (("screenshot", PNG),)
