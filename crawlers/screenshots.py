"""Show a captured page as a visitor saw it: its own bytes and pictures, no script, styles through the proxy.

What buyers wrote, and the account of who saved the page, is covered: a screenshot is shown to every reviewer, the
capture itself is sealed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawlers.covering import cover_buyers, cover_viewer
from crawlers.net_guard import NetGuard
from crawlers.renderer import LOAD_TIMEOUT, QUIET_TIMEOUT, BrowserRenderer
from crawlers.user_agent import user_agent
from listings.errors import Unreadable
from listings.page import Capture

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

WIDTH, HEIGHT = 1280, 1800
"""Pixels: a desk's screen, and as far down as title, pictures, price and description reach; a page may be endless."""
MAX_BYTES = 5_000_000
_QUALITY = 75
_SHOT_TIMEOUT = 10_000
_STYLES = frozenset({"stylesheet", "font"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedPage:
    """A page as it was captured; `pictures` are those at hand, by address; `brought` by a person, not by a crawl."""

    capture: Capture
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    brought: bool = False


def take_screenshots(
    pages: Iterable[CapturedPage], guard: NetGuard, *, contact: str = ""
) -> Iterator[Capture | Unreadable]:
    """Yield a JPEG of each page as a capture of its own, or why there is none. One browser serves all.

    Raises:
        ToolMissing: there is no browser, or it does not start.
    """
    with asyncio.Runner() as runner:
        renderer = BrowserRenderer(guard, user_agent=user_agent(contact))
        try:
            for page in pages:
                yield runner.run(_screenshot(renderer, page))
        finally:
            runner.run(renderer.close())


async def _screenshot(renderer: BrowserRenderer, page: CapturedPage) -> Capture | Unreadable:
    url = page.capture.url
    try:
        shot = await renderer.in_page(url, partial(_shoot, page=page), as_captured=True)
    except Unreadable as error:
        return error
    if len(shot) > MAX_BYTES:
        return Unreadable("too_large", f"the screenshot has more than {MAX_BYTES:,} bytes", where=url)
    return Capture(
        url=url,
        fetched_at=datetime.now(UTC),
        status=page.capture.status,
        headers={"soi-viewport": f"{WIDTH}x{HEIGHT}", "soi-captured-at": page.capture.fetched_at.isoformat()},
        body=shot,
        media_type="image/jpeg",
        rendered=True,
    )


async def _shoot(tab: Page, page: CapturedPage) -> bytes:
    from playwright.async_api import TimeoutError as BrowserTimeout

    await tab.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    await tab.route("**/*", partial(_answer, page, tab))
    await tab.goto(page.capture.url, wait_until="domcontentloaded", timeout=LOAD_TIMEOUT)
    with suppress(BrowserTimeout):
        await tab.wait_for_load_state("networkidle", timeout=QUIET_TIMEOUT)
    await cover_buyers(tab)
    if page.brought:
        await cover_viewer(tab)
    return await tab.screenshot(type="jpeg", quality=_QUALITY, timeout=_SHOT_TIMEOUT, animations="disabled")


async def _answer(page: CapturedPage, tab: Page, route: Route) -> None:
    """Answer from the evidence; what is not there is not asked of the site again, styles excepted."""
    asked = route.request
    if asked.is_navigation_request():
        if asked.frame != tab.main_frame or tab.url != "about:blank":
            # A frame, or a page that refreshes itself away: cancelled it stays, failed it would become an error page.
            return await route.abort("aborted")
        return await route.fulfill(body=page.capture.body, content_type=_markup_type(page.capture))
    if asked.url in page.pictures:
        return await route.fulfill(body=page.pictures[asked.url])
    if asked.resource_type in _STYLES:
        return await route.continue_()
    return await route.abort()


def _markup_type(capture: Capture) -> str:
    return capture.headers.get("content-type") or capture.media_type
