"""A captured page as a picture, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from crawlers.browser import find_browser
from crawlers.net_guard import NetGuard
from crawlers.screenshots import CapturedPage, take_screenshots
from listings.page import Capture
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page
from tests.crawlers.trap import Trap

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium is installed"),
]


def page(url: str, markup: str) -> Capture:
    return Capture(
        url=url,
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=markup.encode(),
        media_type="text/html",
    )


def shots_of(pages: Iterable[CapturedPage], guard: NetGuard) -> Sequence[object]:
    """Take the pictures in a thread of their own: other browser tests keep an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: list(take_screenshots(pages, guard))).result()


def test_a_captured_page_is_shown_from_its_evidence_and_only_styles_are_fetched() -> None:
    with Trap() as trap, LoopbackSite() as site:
        site.put("/own.css", Page("h1 { color: red }", media_type="text/css"))
        markup = f"""<link rel="stylesheet" href="/own.css"><link rel="stylesheet" href="{trap.url}/x.css"><h1>Kem</h1>
        <img src="/kept.png"><img src="/lost.png"><img src="{trap.url}/x.png"><iframe src="{trap.url}/x"></iframe>
        <script src="/x.js"></script><script>location = "{trap.url}/leap"; fetch("{trap.url}/fetched")</script>
        <meta http-equiv="refresh" content="0; url={trap.url}/refresh">"""
        captured = CapturedPage(capture=page(f"{site.url}/product/1", markup), pictures={f"{site.url}/kept.png": PNG})
        (shot,) = shots_of([captured], NetGuard([site.host]))
    assert isinstance(shot, Capture)
    assert shot.body.startswith(b"\xff\xd8\xff")
    assert (shot.media_type, shot.rendered, shot.url) == ("image/jpeg", True, f"{site.url}/product/1")
    assert site.paths() == ["/own.css"]
    assert trap.seen == []


def test_a_page_without_end_gives_a_bounded_picture_and_the_next_page_is_shown() -> None:
    endless = page("https://shop.example/1", "<p>Kem</p>" * 200_000)
    short = page("https://shop.example/2", "<h1>Kem</h1>")
    shots = shots_of([CapturedPage(capture=each) for each in (endless, short)], NetGuard(lookup=lambda *_: []))
    assert isinstance(shots[1], Capture)
    assert all(not isinstance(shot, Capture) or len(shot.body) < 5_000_000 for shot in shots)
