"""A captured page as a picture, in a real Chromium."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

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


def test_a_page_that_refreshes_itself_away_is_shown_and_not_what_comes_after() -> None:
    with LoopbackSite() as site:
        markup = f"""<meta http-equiv="refresh" content="0; url={site.url}/away"><h1 style="background: red">Kem</h1>"""
        captured = CapturedPage(capture=page(f"{site.url}/product/1", markup))
        (shot,) = shots_of([captured], NetGuard([site.host]))
    assert reds(shot) > 1000
    assert site.paths() == []


BUYERS = [
    '<div class="product-reviews"><b style="opacity: 1; visibility: visible">HERE</b></div>',
    '<div class="customerReview">HERE</div>',
    '<section id="danh-gia">HERE</section>',
    '<div itemscope itemtype="https://schema.org/Review">HERE</div>',
    "<div><h3>Đánh giá của khách hàng</h3><p>HERE</p></div>",
    "<h3>Bình luận (12)</h3><p>HERE</p><p>HERE</p>",
]
OFFER = [
    '<div class="preview">HERE</div>',
    '<main class="reviews-page"><h1>HERE</h1></main>',
    "<h2>Mô tả</h2><p>HERE</p>",
]


def reds(shot: object) -> int:
    """Count the pixels of the one red thing on the page."""
    assert isinstance(shot, Capture)
    pixels = np.asarray(Image.open(io.BytesIO(shot.body)).convert("RGB"))
    return int(((pixels[..., 0] > 150) & (pixels[..., 1] < 90) & (pixels[..., 2] < 90)).sum())


def test_what_buyers_wrote_is_covered_and_the_offer_is_not() -> None:
    mark = '<i style="display: block; width: 300px; height: 40px; background: #d00">x</i>'
    pages = [page(f"https://shop.example/{n}", part.replace("HERE", mark)) for n, part in enumerate([*BUYERS, *OFFER])]
    shots = shots_of([CapturedPage(capture=each) for each in pages], NetGuard(lookup=lambda *_: []))
    seen = [reds(shot) for shot in shots]
    assert seen[: len(BUYERS)] == [0] * len(BUYERS)
    assert min(seen[len(BUYERS) :]) > 5_000


def test_the_account_of_who_saved_a_page_is_covered_and_a_crawled_page_keeps_its_header() -> None:
    mark = '<i style="display: block; width: 300px; height: 40px; background: #d00">x</i>'
    account = f"""<meta http-equiv="Content-Security-Policy" content="style-src 'unsafe-inline'; script-src 'none'">
    <header><b class="user-name">Bích Hằng</b><a href="/cart">{mark}</a></header><h1>Kem</h1>
    <p style="color: #d00; background: #d00">Chào Bích Hằng</p>"""
    saved = page("https://shop.example/1", account)
    shots = shots_of(
        [CapturedPage(capture=saved, brought=True), CapturedPage(capture=saved)], NetGuard(lookup=lambda *_: [])
    )
    assert reds(shots[0]) == 0
    assert reds(shots[1]) > 10_000


def test_a_page_without_end_gives_a_bounded_picture_and_the_next_page_is_shown() -> None:
    endless = page("https://shop.example/1", "<p>Kem</p>" * 200_000)
    short = page("https://shop.example/2", "<h1>Kem</h1>")
    shots = shots_of([CapturedPage(capture=each) for each in (endless, short)], NetGuard(lookup=lambda *_: []))
    assert isinstance(shots[1], Capture)
    assert all(not isinstance(shot, Capture) or len(shot.body) < 5_000_000 for shot in shots)
