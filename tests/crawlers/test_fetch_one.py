from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from crawlers.fetch_one import fetch_one
from crawlers.net_guard import NetGuard
from listings.errors import AddressRefused, Unreadable
from tests.crawlers.loopback_site import LoopbackSite, Page


def test_a_redirect_is_followed_and_the_answer_is_captured_as_it_came() -> None:
    with LoopbackSite(
        {"/a": Page(status=301, headers={"Location": "b?x=1"}), "/b": Page("chào", headers={"ETag": "1"})}
    ) as site:
        capture = fetch_one(f"{site.url}/a", NetGuard([site.host]), contact="soi@example.org")
    assert (capture.url, capture.status, capture.body.decode()) == (f"{site.url}/b?x=1", 200, "chào")
    assert (capture.media_type, capture.headers["etag"]) == ("text/html", "1")
    assert site.visits[0].headers["user-agent"].endswith("(+soi@example.org)")


def test_a_dead_link_is_an_answer() -> None:
    with LoopbackSite() as site:
        assert fetch_one(f"{site.url}/none", NetGuard([site.host])).status == 404


def test_a_packed_answer_is_unpacked() -> None:
    with LoopbackSite({"/": Page(gzip.compress(b"<p>xin"), headers={"Content-Encoding": "gzip"})}) as site:
        assert fetch_one(f"{site.url}/", NetGuard([site.host])).body == b"<p>xin"


def test_a_redirect_inward_is_refused_and_does_not_arrive() -> None:
    with LoopbackSite({"/": "secret"}) as inward, LoopbackSite() as site:
        site.put("/", Page(status=302, headers={"Location": f"{inward.url}/"}))
        guard = NetGuard([site.host])
        with pytest.raises(AddressRefused):
            fetch_one(f"{site.url}/", guard)
    assert (inward.paths(), guard.refused) == ([], 1)


def test_the_connection_goes_to_the_checked_address_without_a_second_look_up() -> None:
    with LoopbackSite({"/": "here"}) as site:
        port = site.host.split(":")[1]
        asked: list[str] = []

        def first_here_then_elsewhere(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

        guard = NetGuard([f"shop.example:{port}"], lookup=first_here_then_elsewhere)
        capture = fetch_one(f"http://shop.example:{port}/", guard)
    assert capture.body == b"here"
    assert asked == ["shop.example"]
    assert site.visits[0].headers["host"] == f"shop.example:{port}"


def drip(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"<")
            time.sleep(0.1)
    except OSError:
        pass


def flood(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Flood: " + b"a" * 1000 + b"\r\n")
    except OSError:
        pass


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            handler.wfile.write(b"a")
            time.sleep(0.1)
    except OSError:
        pass


def continue_flood(handler: BaseHTTPRequestHandler) -> None:
    try:
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    except OSError:
        pass


def broken(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(b"x" * 20_000), "too_large"),
        (Page(gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"}), "too_large"),
        (Page(b"no gzip", headers={"Content-Encoding": "gzip"}), "unreachable"),
        (Page(serve=drip), "timed_out"),
        (Page(serve=drip_head), "timed_out"),
        (Page(serve=continue_flood), "timed_out"),
        (Page(serve=flood), "unreachable"),
        (Page(serve=broken), "truncated"),
        (Page(serve=lambda _: None), "unreachable"),
        (Page(status=302, headers={"Location": "/"}), "unreachable"),
    ],
)
def test_a_hostile_server_is_bounded_and_named(page: Page, reason: str) -> None:
    with LoopbackSite({"/": page}) as site, pytest.raises(Unreadable) as caught:
        fetch_one(f"{site.url}/", NetGuard([site.host]), timeout=1.5, max_bytes=10_000)
    assert caught.value.reason == reason


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "http://127.0.0.1:1/"])
def test_what_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch_one(url, NetGuard())
