"""Follow redirects within the source's site only; images may come from anywhere public."""

from __future__ import annotations

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawlers.spiders.page_request import PAGE_META
from listings.urls import same_site


class OffsiteRedirect(IgnoreRequest):
    """A page redirected to another site: whatever stands there is not the page we wanted."""


class OffsiteRedirectMiddleware:
    """Stops a redirect that leaves the site. Where it points inward, the net guard stops it by itself."""

    def process_request(self, request: Request) -> None:
        """Let a request pass, or raise OffsiteRedirect."""
        page = request.meta.get(PAGE_META)
        sources = request.meta.get("redirect_urls")
        if page is None or not sources or page.kind == "image":
            return
        if not same_site(request.url, sources[0]):
            raise OffsiteRedirect("redirects to another site")
