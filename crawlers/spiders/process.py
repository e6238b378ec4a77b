"""Start Scrapy and the reactor for one run, and bring both to an end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any, Protocol, cast

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor

from crawlers.net_guard import NetGuard
from crawlers.order import CrawlOrder, Progress
from crawlers.renderer import BrowserRenderer
from crawlers.spiders.pinned import PinnedResolver
from crawlers.spiders.settings import REACTOR, scrapy_settings
from crawlers.spiders.source_spider import SourceSpider
from crawlers.user_agent import user_agent
from listings.ports import Frontier, ListingSink

GRACE = 5.0
"""Seconds that pages in flight have after a stop; what is not settled by then goes back to the frontier."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_spider(
    order: CrawlOrder, frontier: Frontier, sink: ListingSink, progress: Callable[[Progress], None], guard: NetGuard
) -> SourceSpider:
    """Run the spider to its end and give it back for its finish and failure."""
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed

    reactor = cast("_Reactor", installed)
    resolver = PinnedResolver()
    reactor.installNameResolver(resolver)
    renderer = BrowserRenderer(guard, user_agent=user_agent(order.contact))
    parts = {"order": order, "frontier": frontier, "sink": sink, "progress": progress, "guard": guard}
    run = _Run({**parts, "resolver": resolver, "renderer": renderer}, renderer, scrapy_settings(order))
    reactor.callLater(0, run.begin, reactor.stop)
    # Twisted would take the signals for itself and end the reactor in mid-page.
    reactor.run(installSignalHandlers=False)
    return run.spider()


class _Reactor(Protocol):
    """What we need of Twisted's reactor; its own types are interfaces that mypy cannot follow."""

    def installNameResolver(self, resolver: PinnedResolver) -> object: ...  # noqa: N802 - Twisted's name

    def callLater(self, delay: float, call: Callable[..., object], *given: object) -> object: ...  # noqa: N802

    def run(self, *, installSignalHandlers: bool) -> None: ...  # noqa: N803

    def stop(self) -> None: ...


class _Run:
    def __init__(self, parts: dict[str, Any], renderer: BrowserRenderer, settings: dict[str, Any]) -> None:
        self._parts = parts
        self._renderer = renderer
        self._runner = AsyncCrawlerRunner(settings)
        self._crawler: Crawler = self._runner.create_crawler(SourceSpider)
        self._task: asyncio.Task[None] | None = None

    def begin(self, when_done: Callable[[], None]) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())
        self._task.add_done_callback(lambda _: when_done())

    def spider(self) -> SourceSpider:
        """Give the spider, or raise what kept Scrapy from starting."""
        if self._task is not None and self._task.done():
            self._task.result()
        if not isinstance(self._crawler.spider, SourceSpider):
            raise TypeError("Scrapy did not start our spider")
        return self._crawler.spider

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        give_up = asyncio.Event()
        for each in _SIGNALS:
            loop.add_signal_handler(each, self._stop, give_up)
        crawling = self._runner.crawl(self._crawler, **self._parts)
        given_up = loop.create_task(give_up.wait())
        try:
            await asyncio.wait({crawling, given_up}, return_when=asyncio.FIRST_COMPLETED)
            await self._wind_up(crawling)
        finally:
            given_up.cancel()
            for each in _SIGNALS:
                loop.remove_signal_handler(each)

    def _stop(self, give_up: asyncio.Event) -> None:
        if isinstance(self._crawler.spider, SourceSpider):
            self._crawler.spider.stop()
        asyncio.get_running_loop().call_later(GRACE, give_up.set)

    async def _wind_up(self, crawling: asyncio.Task[None]) -> None:
        if isinstance(self._crawler.spider, SourceSpider):
            self._crawler.spider.put_back()
        await self._renderer.close()
        if crawling.done():
            crawling.result()
