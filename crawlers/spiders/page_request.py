"""A frontier page as a Scrapy request, and Scrapy's response as an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.spiders.answer import Answer
from listings.page import Capture, WantedPage

PAGE_META = "soi_page"
"""The WantedPage a request is for. robots.txt has none."""
API_META = "soi_api"
"""True on requests that carry a key or token where the site has one."""
TERMS_META = "soi_under_terms"
"""True on requests that a service's terms allow and its robots.txt does not speak to."""
RENDER_META = "soi_render"
"""True where the page is to come from the browser."""
PLAIN_META = "soi_plain"
"""The plain page's capture, kept as evidence where the browser gives none."""


def request_for(
    page: WantedPage,
    answered: Callable[[Response], list[Request]],
    failed: Callable[[Failure], None],
    *,
    plain: Capture | None = None,
) -> Request:
    """Give the request for a page; what we have seen of it already is asked for conditionally."""
    meta = {PAGE_META: page, RENDER_META: page.render, PLAIN_META: plain}
    conditions = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    return Request(page.url, callback=answered, errback=failed, headers=headers, meta=meta, dont_filter=True)


def answer_of(response: Response, fetched_at: datetime) -> Answer:
    """Give the answer that a response holds."""
    return Answer(
        url=response.url,
        status=response.status,
        headers={str(name).lower(): value for name, value in response.headers.to_unicode_dict().items()},
        body=response.body,
        fetched_at=fetched_at,
        rendered=bool(response.meta.get(RENDER_META)),
    )
