"""Scrapy's HTTP handler behind the net guard: checked, pinned, bounded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.http import Response
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HEADER, STATUS

from crawlers.net_guard import NetGuard
from crawlers.spiders.page_request import RENDER_META
from crawlers.spiders.pinned import PinnedResolver

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_HEAD_BYTES = 256_000
"""Bytes of status line and headers; browsers stop at that too."""

KEPT_FOR = 10.0
"""Seconds that a checked address is used without asking again."""
MOST_HOSTS = 1000


@runtime_checkable
class Renderer(Protocol):
    """Reads a page from a browser."""

    async def render(self, request: Request) -> Response:
        """Give the page as it stands after its scripts ran."""


@runtime_checkable
class GuardedSpider(Protocol):
    """What the handler needs of the spider."""

    guard: NetGuard
    resolver: PinnedResolver
    renderer: Renderer


class _Transport(Protocol):
    def abortConnection(self) -> None: ...  # noqa: N802 - Twisted's name


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Cuts a server that sends headers without end; Twisted would keep them all until the timeout."""

    _head_bytes = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Count what comes before the body."""
        in_head = self._parser is not None and self._parser.state in {STATUS, HEADER}
        self._head_bytes = self._head_bytes + len(data) if in_head else 0
        if self._head_bytes > MAX_HEAD_BYTES:
            cast("_Transport", self.transport).abortConnection()
            return
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted has no types here


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's interface
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # nor here


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler behind the net guard. Every request passes here: pages, images, redirects, robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Scrapy and Twisted give no public way to bound the head of an answer: it would grow until the timeout.
        self._pool._factory = _BoundedFactory  # noqa: SLF001
        self._its_crawler = crawler
        self._answers: dict[tuple[str, int], tuple[float, Sequence[str]]] = {}

    async def download_request(self, request: Request) -> Response:
        """Check, pin, download.

        Raises:
            AddressRefused: the address points inward.
            Unreadable: the name has no address.
        """
        spider = self._spider
        host, port = spider.guard.endpoint(request.url)
        addresses = await self._checked(spider.guard, host, port)
        if request.meta.get(RENDER_META):
            return await spider.renderer.render(request)
        spider.resolver.pin(host, port, addresses)
        return await super().download_request(request)

    @cached_property
    def _spider(self) -> GuardedSpider:
        spider: object = self._its_crawler.spider
        if not isinstance(spider, GuardedSpider):
            raise TypeError("the spider has no net guard")
        return spider

    async def _checked(self, guard: NetGuard, host: str, port: int) -> Sequence[str]:
        """Give a host's checked addresses, asking again only after a while: a thread for every page costs as much.

        What was checked is what is connected to, so an answer kept for a while opens no door. Refusals are not kept.
        """
        now = time.monotonic()
        until, addresses = self._answers.get((host, port), (0.0, ()))
        if now >= until:
            addresses = await asyncio.to_thread(guard.resolve, host, port)
            self._answers[host, port] = (now + KEPT_FOR, addresses)
            if len(self._answers) > MOST_HOSTS:
                self._answers.clear()
        return addresses
