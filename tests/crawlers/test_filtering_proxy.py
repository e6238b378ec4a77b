from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.filtering_proxy import REFUSED_HEADER, FilteringProxy
from crawlers.net_guard import NetGuard
from tests.crawlers.loopback_site import LoopbackSite


def through(guard: NetGuard, request: bytes, *, reading: bool = True) -> bytes:
    """Send bytes to a fresh proxy and give its whole answer."""

    async def talk(proxy: FilteringProxy) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rsplit(":", 1)[1]))
        writer.write(request)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return answer

    # In a thread of its own: where a browser test ran before, this one has its loop running already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_with_proxy(guard, talk, reading=reading))).result()


async def _with_proxy(guard: NetGuard, talk: Callable[[FilteringProxy], Awaitable[bytes]], *, reading: bool) -> bytes:
    proxy = FilteringProxy(guard)
    await proxy.start()
    try:
        if not reading:
            return await talk(proxy)
        with proxy.letting_out():
            return await talk(proxy)
    finally:
        await proxy.close()


def test_an_allowed_address_is_reached_in_origin_form_and_asked_to_close() -> None:
    with LoopbackSite({"/a": "xin chào"}) as site:
        request = f"GET {site.url}/a?b=1 HTTP/1.1\r\nHost: {site.host}\r\nProxy-Connection: keep-alive\r\n\r\n"
        answer = through(NetGuard([site.host]), request.encode())
    assert answer.endswith("xin chào".encode())
    assert site.paths() == ["/a?b=1"]
    assert site.visits[0].headers["connection"] == "close"
    assert "proxy-connection" not in site.visits[0].headers


def test_a_second_request_on_the_same_connection_does_not_reach_the_target() -> None:
    with LoopbackSite({"/a": "one", "/b": "two"}) as site:
        one = f"GET {site.url}/a HTTP/1.1\r\nHost: x\r\n\r\n"
        through(NetGuard([site.host]), (one + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n").encode())
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("method", ["CONNECT", "GET"])
def test_an_inward_address_is_refused(method: str) -> None:
    with LoopbackSite({"/": "secret"}) as inward:
        guard = NetGuard()
        target = inward.host if method == "CONNECT" else f"{inward.url}/"
        answer = through(guard, f"{method} {target} HTTP/1.1\r\nHost: {inward.host}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403")
    assert REFUSED_HEADER.encode() in answer
    assert (inward.paths(), guard.refused) == ([], 1)


def test_nothing_goes_out_while_no_page_is_read() -> None:
    with LoopbackSite({"/": "x"}) as site:
        answer = through(NetGuard([site.host]), f"GET {site.url}/ HTTP/1.1\r\n\r\n".encode(), reading=False)
    assert answer.startswith(b"HTTP/1.1 403")
    assert site.paths() == []


@pytest.mark.parametrize("host", ["update.googleapis.com", "accounts.google.com", "redirector.gvt1.com"])
def test_the_browsers_own_errands_are_stopped_before_any_look_up(host: str) -> None:
    asked: list[str] = []

    def note(name: str, _: int) -> list[str]:
        asked.append(name)
        return ["93.184.216.34"]

    guard = NetGuard(lookup=note)
    assert through(guard, f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 403")
    assert asked == []


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_nonsense_is_answered_or_hung_up_on(head: bytes) -> None:
    answer = through(NetGuard(lookup=lambda *_: ["127.0.0.1"]), head + b"\r\n\r\n")
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))
