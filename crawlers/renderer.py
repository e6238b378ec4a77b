"""Read a page from a real browser, behind the filtering proxy, in bounded time."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from crawlers.browser import find_browser
from crawlers.chromium import launch_chromium
from crawlers.filtering_proxy import REFUSED_HEADER, FilteringProxy
from crawlers.net_guard import NetGuard
from listings.errors import AddressRefused, ToolMissing, Unreadable

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route
    from scrapy import Request
    from scrapy.http import Response

_log = logging.getLogger(__name__)

Seen = TypeVar("Seen")

PAGES_AT_ONCE = 2

RENDER_TIMEOUT = 45.0
"""Seconds for one page in all."""
CLOSE_TIMEOUT = 5.0
LOAD_TIMEOUT = 25_000
QUIET_TIMEOUT = 5_000
"""Milliseconds; many pages are never quiet, and what they show by then is what a visitor sees."""

MAX_HTML = 10_000_000
"""Characters of a rendered page."""

_NOT_LOADED = frozenset({"image", "media", "font"})
"""The listing's images come through the frontier; loading them here too would fetch them twice."""


class BrowserRenderer:
    """Starts Chromium at the first page that needs it; `close` ends it."""

    def __init__(self, guard: NetGuard, *, user_agent: str) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._proxy: FilteringProxy | None = None
        self._folder: Path | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._free = asyncio.Semaphore(PAGES_AT_ONCE)

    async def render(self, request: Request) -> Response:
        """Give the page as it stands after its scripts ran.

        Raises:
            ToolMissing: there is no browser, or it does not start.
            AddressRefused: the page led inward.
            Unreadable: timed_out, unreachable, too_large.
        """
        from scrapy.http import HtmlResponse

        url, status, html = await self.in_page(request.url, partial(_visit, url=request.url))
        headers = {"Content-Type": "text/html; charset=utf-8"}
        body = html.encode("utf-8", "replace")
        return HtmlResponse(url, status=status, headers=headers, body=body, encoding="utf-8", request=request)

    async def in_page(self, url: str, visit: Callable[[Page], Awaitable[Seen]], *, as_captured: bool = False) -> Seen:
        """Do something in a page of its own, behind the proxy, in bounded time; `as_captured` without scripts.

        Raises:
            ToolMissing: there is no browser, or it does not start.
            Unreadable: timed_out, unreachable; and whatever `visit` raises.
        """
        async with self._free:
            browser, proxy = await self._running()
            with proxy.letting_out():
                return await self._read(browser, url, visit, as_captured=as_captured)

    async def close(self) -> None:
        """End the browser and the proxy, and take away what they wrote."""
        if self._playwright is not None:
            from playwright.async_api import Error

            with suppress(Error):
                if self._browser is not None:
                    await self._browser.close()
                await self._playwright.stop()
        if self._proxy is not None:
            await self._proxy.close()
        if self._folder is not None:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        self._browser = self._playwright = self._proxy = self._folder = None

    async def _read(
        self, browser: Browser, url: str, visit: Callable[[Page], Awaitable[Seen]], *, as_captured: bool
    ) -> Seen:
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as BrowserTimeout

        try:
            async with asyncio.timeout(RENDER_TIMEOUT):
                context = await _new_context(browser, self._user_agent, as_captured=as_captured)
                try:
                    return await visit(await context.new_page())
                finally:
                    await self._let_go(context)
        except (BrowserTimeout, TimeoutError) as error:
            raise Unreadable("timed_out", "the browser did not finish the page in time", where=url) from error
        except Error as error:
            raise Unreadable("unreachable", f"the browser could not read it: {error.message}", where=url) from error

    async def _let_go(self, context: BrowserContext) -> None:
        """Close a page's context; a script that never ends can block that, and then the whole browser goes."""
        from playwright.async_api import Error

        closing = asyncio.ensure_future(context.close())
        done, _ = await asyncio.wait({closing}, timeout=CLOSE_TIMEOUT)
        if not done:
            closing.cancel()
            _log.warning("a page does not let go of the browser, so the browser is started again")
            with suppress(Error):
                await asyncio.wait_for(self.close(), CLOSE_TIMEOUT)
        elif not closing.cancelled() and closing.exception() is not None:
            _log.debug("a page's context closed with: %s", closing.exception())

    async def _running(self) -> tuple[Browser, FilteringProxy]:
        async with self._starting:
            if self._browser is not None and not self._browser.is_connected():
                _log.warning("the browser had died and is started again")
                await self.close()
            if self._browser is None or self._proxy is None:
                return await self._start()
            return self._browser, self._proxy

    async def _start(self) -> tuple[Browser, FilteringProxy]:
        from playwright.async_api import async_playwright

        found = find_browser()
        if found is None:
            raise ToolMissing("no Chromium is installed", remedy="install the package chromium, or set SOI_CHROMIUM")
        self._folder = Path(tempfile.mkdtemp(prefix="soi-browser-"))
        self._proxy = FilteringProxy(self._guard)
        await self._proxy.start()
        self._playwright = await async_playwright().start()
        self._browser = await launch_chromium(self._playwright, found, self._folder, self._proxy.address)
        return self._browser, self._proxy


async def _new_context(browser: Browser, user_agent: str, *, as_captured: bool) -> BrowserContext:
    """Give a context for one page: nothing is carried over, and its memory goes with it (scrapy-playwright #126)."""
    context = await browser.new_context(
        user_agent=user_agent,
        service_workers="block",
        accept_downloads=False,
        locale="vi-VN",
        java_script_enabled=not as_captured,
    )
    if not as_captured:
        await context.route("**/*", _load_text_only)
    return context


async def _load_text_only(route: Route) -> None:
    if route.request.resource_type in _NOT_LOADED:
        await route.abort()
    else:
        await route.continue_()


async def _visit(page: Page, url: str) -> tuple[str, int, str]:
    from playwright.async_api import TimeoutError as BrowserTimeout

    answer = await page.goto(url, wait_until="domcontentloaded", timeout=LOAD_TIMEOUT)
    if answer is not None and REFUSED_HEADER in answer.headers:
        raise AddressRefused("led the browser to an address that is not public", where=url)
    with suppress(BrowserTimeout):
        await page.wait_for_load_state("networkidle", timeout=QUIET_TIMEOUT)
    if await page.evaluate("document.documentElement.outerHTML.length") > MAX_HTML:
        raise Unreadable("too_large", f"is longer than {MAX_HTML:,} characters once rendered", where=url)
    return page.url, answer.status if answer is not None else 200, await page.content()
