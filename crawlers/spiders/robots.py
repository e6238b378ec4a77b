"""Obey robots.txt as RFC 9309 asks: 4xx allows all, a server's fault forbids for now, redirects are followed."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers.spiders.links import absolute_addresses
from crawlers.spiders.page_request import TERMS_META
from crawlers.spiders.retry import MAX_TRIES
from listings.errors import AddressRefused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_log = logging.getLogger(__name__)

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309 2.5 asks to read at least 500 kibibytes; what follows is not read."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds. A longer wish would stop the run in all but name."""

MAX_SITEMAPS = 50

_ROBOTS_META = "soi_robots"


class RobotsForbid(IgnoreRequest):
    """robots.txt forbids this address."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be read because of the server: nothing may be fetched from there now (RFC 9309 2.3.1.4).

    `reason` is one of `listings.page.UNREADABLE_REASONS`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"robots.txt could not be read: {reason}")
        self.reason = reason


@runtime_checkable
class RobotsReader(Protocol):
    """The spider's side: what it wants to know of a robots.txt."""

    obeys_robots: bool
    robots_name: str

    def robots_read(self, host_url: str, sitemaps: list[str], crawl_delay: float | None) -> None:
        """Take note of a host's sitemaps and of the pace it asks for (seconds)."""


class RobotsMiddleware:
    """Fetches each host's robots.txt once per run, before anything else from there.

    Scrapy's own lets everything pass when robots.txt answers with a server error; RFC 9309 says the opposite.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego | RobotsUnknown]] = {}
        self._failures: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise RobotsForbid or RobotsUnknown."""
        if request.meta.get(_ROBOTS_META) or request.meta.get(TERMS_META):
            return
        rules = await self._rules_for(request.url)
        if not self._reader.obeys_robots:
            return
        if isinstance(rules, RobotsUnknown):
            raise rules
        if not rules.can_fetch(request.url, self._reader.robots_name):
            raise RobotsForbid("robots.txt forbids it")

    @cached_property
    def _reader(self) -> RobotsReader:
        spider: object = self._crawler.spider
        if not isinstance(spider, RobotsReader):
            raise TypeError("the spider does not read robots.txt")
        return spider

    async def _rules_for(self, url: str) -> Protego | RobotsUnknown:
        parts = urlsplit(url)
        host_url = f"{parts.scheme}://{parts.netloc}"
        if host_url not in self._rules:
            self._rules[host_url] = asyncio.ensure_future(self._fetch(host_url))
        rules = await asyncio.shield(self._rules[host_url])
        if isinstance(rules, RobotsUnknown) and self._forgets(host_url):
            self._rules.pop(host_url, None)
        return rules

    def _forgets(self, host_url: str) -> bool:
        """Say whether a host's robots.txt may be asked for again: as often as any page, for the whole run."""
        self._failures[host_url] += 1
        return self._failures[host_url] < MAX_TRIES

    async def _fetch(self, host_url: str) -> Protego | RobotsUnknown:
        assert self._crawler.engine is not None
        request = Request(f"{host_url}/robots.txt", priority=1000, meta={_ROBOTS_META: True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except AddressRefused:
            raise
        except Exception as error:  # noqa: BLE001 - the named boundary: whatever kept robots.txt from us, its host is not to be fetched from
            _log.warning("robots.txt of %s could not be read: %s", host_url, error)
            return RobotsUnknown("timed_out" if isinstance(error, DownloadTimeoutError) else "unreachable")
        return self._parsed(host_url, response)

    def _parsed(self, host_url: str, response: Response) -> Protego | RobotsUnknown:
        if response.status >= 500 or response.status == 429:  # noqa: PLR2004 - server errors and "too many requests"
            return RobotsUnknown("server_error")
        is_there = 200 <= response.status < 300  # noqa: PLR2004 - the class of success
        rules = Protego.parse(response.body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace") if is_there else "")
        sitemaps = list(absolute_addresses(response.url, islice(rules.sitemaps, MAX_SITEMAPS)))
        delay = rules.crawl_delay(self._reader.robots_name)
        self._reader.robots_read(host_url, sitemaps, min(delay, LONGEST_CRAWL_DELAY) if delay else None)
        return rules
