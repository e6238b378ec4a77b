"""Follow redirects within the source's site only, and keep them; images may come from anywhere public."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawlers.spiders.handler import GuardedSpider
from crawlers.spiders.page_request import PAGE_META, REDIRECTS_META, with_redirect
from listings.urls import same_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class OffsiteRedirect(IgnoreRequest):
    """A page redirected to another site: whatever stands there is not the page we wanted."""


class OffsiteRedirectMiddleware:
    """Stops a redirect that leaves the site, and says so when it points inward: that is no shop moving house."""

    def __init__(self, crawler: Crawler) -> None:
        """Ask the guard of this crawler's spider."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OffsiteRedirectMiddleware:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            AddressRefused: it redirects to another site, inward.
            OffsiteRedirect: it redirects to another site.
        """
        page = request.meta.get(PAGE_META)
        sources = request.meta.get("redirect_urls")
        if page is None or not sources or page.kind == "image" or same_site(request.url, sources[0]):
            return
        spider: object = self._crawler.spider
        if isinstance(spider, GuardedSpider):
            await asyncio.to_thread(spider.guard.resolve_url, request.url)
        raise OffsiteRedirect("redirects to another site")


class KeptRedirectMiddleware(RedirectMiddleware):
    """Stands in the place of Scrapy's: each answer that sent us on is kept, or the chain would prove its end alone."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]  # Scrapy is about to drop the third
        """Give the request that follows, which carries what led to it; the answer where it leads nowhere.

        Raises:
            IgnoreRequest: there were too many.
        """
        following: Request | Response = super().process_response(request, response)
        if isinstance(following, Request):
            following.meta[REDIRECTS_META] = with_redirect(request, response, datetime.now(UTC))
        return following
