"""Servers that mean harm: everything they do is bounded and named."""

from __future__ import annotations

import gzip
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import brotli
import pytest

from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page

pytestmark = pytest.mark.faults


_MOST_MEMORY_KIB = 1_000_000


def crawl_one(tmp_path: Path, page: Page, **given: object) -> tuple[str | None, str | None]:
    """Crawl an index with one hostile product and one honest one; the honest one must always be read."""
    with LoopbackSite({"/": index_page(("/product/bad", "/product/good"))}) as site:
        site.put("/product/bad", page)
        site.put("/product/good", listing_page("Kem thật"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], **given)
    assert crawled.run["listings"]["new"] == 1
    assert crawled.run["finish"] == "complete"
    assert crawled.peak_kib < _MOST_MEMORY_KIB
    return crawled.end_of(f"{site.url}/product/bad")


def raw(handler: BaseHTTPRequestHandler, *chunks: bytes) -> None:
    for chunk in chunks:
        handler.wfile.write(chunk)


def test_a_gzip_bomb_is_too_large(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert crawl_one(tmp_path, Page(bomb, headers={"Content-Encoding": "gzip"})) == ("unreadable", "too_large")


def test_an_answer_that_says_it_is_huge_is_not_read(tmp_path: Path) -> None:
    def huge(handler: BaseHTTPRequestHandler) -> None:
        raw(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50000000000\r\n\r\n<p>")

    assert crawl_one(tmp_path, Page(serve=huge)) == ("unreadable", "too_large")


def test_an_endless_answer_is_cut(tmp_path: Path) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        try:
            raw(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while True:
                handler.wfile.write("<p>hàng mới</p>".encode() * 1000)
        except OSError:
            pass

    assert crawl_one(tmp_path, Page(serve=endless)) == ("unreadable", "too_large")


def test_headers_without_end_are_cut(tmp_path: Path) -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        try:
            raw(handler, b"HTTP/1.1 200 OK\r\n")
            while True:
                handler.wfile.write(b"X-Flood: " + b"a" * 200 + b"\r\n")
        except OSError:
            pass

    started = time.monotonic()
    assert crawl_one(tmp_path, Page(serve=flood)) == ("unreadable", "unreachable")
    # Three tries with their pauses; without the bound each try would last the whole timeout of 30 seconds.
    assert time.monotonic() - started < 60


def test_a_server_that_hangs_up_is_unreachable(tmp_path: Path) -> None:
    assert crawl_one(tmp_path, Page(serve=lambda _: None)) == ("unreadable", "unreachable")


def test_an_answer_that_breaks_off_is_truncated(tmp_path: Path) -> None:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        body = listing_page("Kem nửa chừng").encode()
        raw(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n", body)

    assert crawl_one(tmp_path, Page(serve=broken)) == ("unreadable", "truncated")


PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("framing", ["Content-Length", "closed", "chunked"])
def test_a_packed_answer_that_ends_early_is_no_listing(tmp_path: Path, encoding: str, framing: str) -> None:
    packed = PACKED[encoding](listing_page("Kem nửa chừng", links=tuple(f"/x/{n}" for n in range(500))).encode())
    asked = []

    def cut(handler: BaseHTTPRequestHandler) -> None:
        asked.append(1)
        half = packed[: len(packed) - 20]
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {encoding}\r\n"
        more = {"Content-Length": f"Content-Length: {len(half)}\r\n", "chunked": "Transfer-Encoding: chunked\r\n"}
        chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(half), half)
        raw(handler, f"{head}{more.get(framing, '')}\r\n".encode(), chunked if framing == "chunked" else half)

    assert crawl_one(tmp_path, Page(serve=cut)) == ("unreadable", "truncated")
    assert len(asked) == 3


def test_a_packed_answer_that_comes_whole_the_second_time_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(listing_page("Kem trọn vẹn").encode())
    asked = []

    def cut_once(handler: BaseHTTPRequestHandler) -> None:
        asked.append(1)
        body = packed if len(asked) > 1 else packed[:-9]
        raw(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", body)

    with LoopbackSite({"/": index_page(("/product/a",)), "/product/a": Page(serve=cut_once)}) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert (crawled.run["listings"]["new"], crawled.run["retried"], crawled.run["unreadable"]) == (1, 1, {})


def test_a_packed_sitemap_that_ends_early_is_asked_for_again(tmp_path: Path) -> None:
    named = "".join(f"<url><loc>BASE/product/{n}</loc></url>" for n in range(20))
    with LoopbackSite({"/": index_page(())}) as site:
        sitemap = gzip.compress(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{named}</urlset>".replace(
                "BASE", site.url
            ).encode()
        )
        site.put("/robots.txt", Page(f"Sitemap: {site.url}/sitemap.xml.gz", media_type="text/plain"))
        site.put("/sitemap.xml.gz", Page(sitemap[:-30], media_type="application/x-gzip"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        assert crawled.end_of(f"{site.url}/sitemap.xml.gz") == ("unreadable", "truncated")
        assert site.paths().count("/sitemap.xml.gz") == 3


def test_a_slow_drip_is_let_go(tmp_path: Path) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            raw(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while True:
                handler.wfile.write(b"<")
                time.sleep(0.5)
        except OSError:
            pass

    environment = {"SOI_TEST_DOWNLOAD_TIMEOUT": "2"}
    assert crawl_one(tmp_path, Page(serve=drip), environment=environment) == ("unreadable", "timed_out")


def test_a_redirect_loop_ends(tmp_path: Path) -> None:
    loop = Page(status=302, headers={"Location": "/product/bad"})
    assert crawl_one(tmp_path, loop) == ("unreadable", "unreachable")


def test_nonsense_instead_of_http_is_unreachable(tmp_path: Path) -> None:
    assert crawl_one(tmp_path, Page(serve=lambda h: raw(h, b"\0\xff" * 500 + b"\r\n\r\n"))) == (
        "unreadable",
        "unreachable",
    )


@pytest.mark.parametrize("body", [b"", b"\0" * 50_000, b"<" * 500_000, b"<div>" * 100_000, b"\xff\xfe<\0h\0"])
def test_broken_markup_is_named_and_never_clean(tmp_path: Path, body: bytes) -> None:
    state, reason = crawl_one(tmp_path, Page(body))
    assert state == "unreadable"
    assert reason in {"broken_markup", "no_listing", "not_html", "too_large", "truncated"}


def test_a_page_of_a_million_links_is_bounded(tmp_path: Path) -> None:
    links = "".join(f'<a href="/lich/{number}">x</a>' for number in range(60_000))
    with LoopbackSite({"/": f"<html><body><h1>x</h1>{links}</body></html>"}) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], limit=3)
    assert crawled.run["finish"] == "stopped"


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        gone = site.host
    crawled = run_crawl(tmp_path, f"http://{gone}/", allow=[gone])
    assert crawled.end_of(f"http://{gone}/") == ("unreadable", "unreachable")
    assert crawled.run["finish"] == "complete"
