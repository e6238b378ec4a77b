"""One shop with every harm a server can do, crawled in one run: each is bounded and named, and the run goes on."""

from __future__ import annotations

import gzip
import importlib
import socket
import struct
import time
import zlib
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.crawlers.crawling import Crawled, run_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page

pytestmark = pytest.mark.faults

TIMEOUT_SECONDS = "6"
MOST_MEMORY_KIB = 1_000_000

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_HTML = listing_page("Kem nửa chừng").encode()
_ZEROS = b"\0" * 100_000_000


def says(*pieces: bytes) -> Page:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        _write(handler, pieces)

    return Page(serve=serve)


def endlessly(head: bytes, piece: bytes, pause: float = 0.0) -> Page:
    def pieces() -> Iterable[bytes]:
        yield head
        while True:
            time.sleep(pause)
            yield piece

    def serve(handler: BaseHTTPRequestHandler) -> None:
        _write(handler, pieces())

    return Page(serve=serve)


def _write(handler: BaseHTTPRequestHandler, pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
    except OSError:
        pass


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Cut the connection with RST in mid-body."""
    _write(handler, [_OK + b"Content-Length: 99999\r\n\r\n" + _HTML])
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def packed(content: bytes, encoding: str) -> Page:
    return Page(content, headers={"Content-Encoding": encoding})


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


def _brotli(content: bytes) -> bytes:
    packed_by = importlib.import_module("brotli")  # it has no types
    return bytes(packed_by.compress(content, quality=1))


def typed(content: bytes | str, media_type: str) -> Page:
    return Page(content, media_type=media_type)


CUT = {"too_large", "timed_out", "unreachable"}
BROKEN = {"truncated", "unreachable"}
SHARES: dict[str, tuple[Page, set[str]]] = {
    "gzip-bomb": (packed(gzip.compress(_ZEROS), "gzip"), {"too_large"}),
    "deflate-bomb": (packed(zlib.compress(_ZEROS), "deflate"), {"too_large"}),
    "brotli-bomb": (packed(_brotli(_ZEROS), "br"), {"too_large"}),
    "nested-bomb": (packed(gzip.compress(gzip.compress(_ZEROS)), "gzip, gzip"), {"too_large"}),
    "many-encodings": (packed(gzip.compress(_HTML), ", ".join(["gzip"] * 200)), {"truncated"}),
    "no-gzip": (packed(b"\x1f\x8bno gzip at all", "gzip"), {"truncated"}),
    "half-gzip": (packed(gzip.compress(_HTML)[:-30], "gzip"), {"truncated"}),
    "unknown-encoding": (packed(_HTML, "rot13"), {"read"}),
    "gigabyte": (endlessly(_OK + b"Content-Length: 1000000000\r\n\r\n", _HTML * 100), {"too_large"}),
    "endless": (endlessly(_OK + b"\r\n", _HTML * 100), CUT),
    "endless-chunks": (endlessly(_OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(_HTML)), CUT),
    "endless-empty-chunks": (endlessly(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"), CUT),
    "chunk-line": (endlessly(_OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 1000), CUT | {"truncated"}),
    "chunk-lie": (says(_OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + _HTML), {"truncated"}),
    "negative-chunk": (says(_OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + _HTML), {"truncated"}),
    "trailers": (endlessly(_OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-T: a\r\n"), {"truncated", *CUT}),
    "too-long": (says(_OK + b"Content-Length: 99999\r\n\r\n" + _HTML), {"truncated"}),
    "too-short": (says(_OK + b"Content-Length: 300\r\n\r\n" + _HTML), {"no_listing"}),
    "two-lengths": (says(_OK + b"Content-Length: 5\r\nContent-Length: 9999\r\n\r\n" + _HTML), {"unreachable"}),
    "negative-length": (says(_OK + b"Content-Length: -5\r\n\r\n" + _HTML), {"unreachable"}),
    "no-length": (says(_OK + b"Content-Length: viele\r\n\r\n" + _HTML), {"unreachable"}),
    "reset": (Page(serve=reset), {"truncated"}),
    "hang-up": (says(b""), {"unreachable"}),
    "half-head": (says(b"HTTP/1.1 200 OK\r\nContent-"), {"unreachable"}),
    "http-0.9": (says(b"<html><h1>Kem</h1></html>"), {"unreachable"}),
    "other-protocol": (says(b"SSH-2.0-OpenSSH_9.9\r\n"), {"unreachable"}),
    "wild-status": (says(b"HTTP/1.1 99999 Wild\r\n\r\n"), {"blocked"}),
    "drip-head": (endlessly(b"HTTP/1.1 200 OK\r\nX: ", b"a", 0.2), {"timed_out"}),
    "drip-body": (endlessly(_OK + b"\r\n", b"<", 0.2), {"timed_out"}),
    "silent": (endlessly(b"", b"", 0.2), {"timed_out"}),
    "continue-flood": (endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), CUT),
    "hints-flood": (endlessly(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 50), CUT),
    "header-flood": (endlessly(b"HTTP/1.1 200 OK\r\n", (b"X-F: " + b"a" * 200 + b"\r\n") * 50), CUT),
    "header-line": (endlessly(b"HTTP/1.1 200 OK\r\nX-F: ", b"a" * 10_000), CUT),
    "cookie-flood": (endlessly(b"HTTP/1.1 200 OK\r\n", (b"Set-Cookie: a=" + b"b" * 4000 + b"\r\n") * 5), CUT),
    "loop": (Page(status=302, headers={"Location": "/product/loop"}), {"unreachable"}),
    "huge-location": (Page(status=302, headers={"Location": "/" + "a" * 60_000}), {"unreachable"}),
    "no-location": (Page(status=302), {"blocked"}),
    "broken-location": (Page(status=302, headers={"Location": "http://[::1"}), {"unreachable"}),
    "zeros": (Page(b"\0" * 300_000), {"not_html"}),
    "nested": (Page("<div>" * 300_000), {"no_listing"}),
    "brackets": (Page("<" * 3_000_000), {"not_html"}),
    "attributes": (Page("<p " + "a=b " * 500_000 + ">x"), {"broken_markup"}),
    "entities": (Page("<p>" + "&#x10FFFF;&lt" * 300_000), {"no_listing"}),
    "links": (Page("<h1>x</h1>" + '<a href="/muc/x?a=1">x</a>' * 300_000), {"too_large"}),
    "long-link": (Page(f'<h1>x</h1><a href="/{"a" * 5_000_000}">x</a>'), {"too_large"}),
    "json-ld": (Page('<h1>x</h1><script type="application/ld+json">' + "[" * 500_000 + "</script>"), {"no_listing"}),
    "json-number": (Page('<script type="application/ld+json">{"sku":' + "9" * 400_000), {"no_listing"}),
    "lying-type": (typed(PNG, "text/html; charset=utf-8"), {"not_html"}),
    "lying-picture": (typed(_HTML, "image/png"), {"not_html"}),
    "no-such-charset": (typed(listing_page("Kem Ăn").encode(), "text/html; charset=klingon"), {"read"}),
    "wrong-charset": (typed(listing_page("Kem Ăn").encode("utf-16"), "text/html; charset=utf-8"), {"read"}),
    "utf-7": (typed("+ADw-h1+AD4-Kem+ADw-/h1+AD4-", "text/html; charset=utf-7"), {"not_html"}),
    "good": (Page(listing_page("Kem thật")), {"read"}),
}  # fmt: skip
PICTURES: dict[str, tuple[Page, set[str]]] = {
    "broken.png": (typed(PNG[:30], "image/png"), {"read"}),
    "hollow.png": (typed(b"", "image/png"), {"image_broken"}),
    "page.png": (typed("<!doctype html><h1>x", "image/png"), {"image_format"}),
    "endless.png": (endlessly(_OK.replace(b"text/html", b"image/png") + b"\r\n", PNG * 1000), {"image_too_large"}),
    "drawn-bomb.png": (typed('<!DOCTYPE x [<!ENTITY a "aaaa">]><svg>&a;</svg>', "image/svg+xml"), {"read"}),
    "reset.png": (Page(serve=reset), {"truncated"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Crawled]:
    with LoopbackSite() as site:
        for name, (page, _) in SHARES.items():
            site.put(f"/product/{name}", page)
        for name, (page, _) in PICTURES.items():
            site.put(f"/{name}", page)
        site.put("/product/pictures", listing_page("Kem ảnh", images=tuple(f"{site.url}/{name}" for name in PICTURES)))
        site.put("/", index_page(tuple(path for path in site.pages if path.startswith("/product/"))))
        environment = {"SOI_TEST_DOWNLOAD_TIMEOUT": TIMEOUT_SECONDS}
        profile = {"pace": {"delay": 0, "concurrency": 8}, "bounds": {"walls_in_a_row": 100}}
        folder = tmp_path_factory.mktemp("hostile")
        return site.url, run_crawl(folder, f"{site.url}/", allow=[site.host], environment=environment, profile=profile)


@pytest.mark.parametrize("name", SHARES)
def test_a_harmful_answer_is_bounded_and_named(name: str, crawled: tuple[str, Crawled]) -> None:
    base, ended = crawled
    state, reason = ended.end_of(f"{base}/product/{name}")
    assert (reason or state) in SHARES[name][1]


@pytest.mark.parametrize("name", PICTURES)
def test_a_harmful_picture_is_bounded_and_named(name: str, crawled: tuple[str, Crawled]) -> None:
    base, ended = crawled
    state, reason = ended.end_of(f"{base}/{name}")
    assert (reason or state) in PICTURES[name][1]


def test_the_run_goes_on_and_says_what_it_met(crawled: tuple[str, Crawled]) -> None:
    base, ended = crawled
    assert ended.run["finish"] == "complete"
    assert ended.peak_kib < MOST_MEMORY_KIB
    unread = [reason for state, reason in ended.outcomes.values() if state == "unreadable"]
    assert sum(ended.run["unreadable"].values()) >= len(unread) - len(PICTURES)
    assert ended.end_of(f"{base}/product/good") == ("read", None)


def test_a_calendar_without_end_is_bounded_and_hides_nothing(tmp_path: Path) -> None:
    def calendar(handler: BaseHTTPRequestHandler) -> None:
        day = int(handler.path.rpartition("/")[2] or 0)
        page = index_page((f"/lich/{day + 1}", f"/lich/{day + 2}?xem=thang", "/product/good"))
        handler.answer(Page(page))  # type: ignore[attr-defined]  # the site's own

    with LoopbackSite({"/": index_page(("/lich/1", "/product/good"))}) as site:
        site.put("/product/good", listing_page("Kem"))
        for day in range(200):
            site.put(f"/lich/{day}", Page(serve=calendar))
        profile = {"bounds": {"depth": 4, "pages": 60}}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile=profile)
    assert crawled.run["listings"]["new"] == 1
    assert len(site.visits) < 70
