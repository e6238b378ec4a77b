"""A frontier page as a Scrapy request, and Scrapy's response as an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.spiders.access import REMOVED
from crawlers.spiders.answer import Answer
from listings.page import Capture, SentRequest, WantedPage

PAGE_META = "soi_page"
"""The WantedPage a request is for. robots.txt has none."""
API_META = "soi_api"
"""True on requests that carry a key or token where the site has one."""
TERMS_META = "soi_under_terms"
"""True on requests that a service's terms allow and its robots.txt does not speak to."""
RENDER_META = "soi_render"
"""True where the page is to come from the browser."""
_TOLD = frozenset({
    "accept", "accept-encoding", "accept-language", "content-type", "if-modified-since", "if-none-match", "user-agent",
})  # fmt: skip
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
    return Request(page.url, callback=answered, errback=failed, headers=conditions(page), meta=meta, dont_filter=True)


def conditions(page: WantedPage) -> dict[str, str]:
    """Give the header fields by which a server need not send again what we have."""
    validators = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in validators.items() if value}


def answer_of(response: Response, fetched_at: datetime) -> Answer:
    """Give the answer that a response holds."""
    return Answer(
        url=response.url,
        status=response.status,
        headers={str(name).lower(): value for name, value in response.headers.to_unicode_dict().items()},
        body=response.body,
        fetched_at=fetched_at,
        rendered=bool(response.meta.get(RENDER_META)),
        request=None if response.meta.get(RENDER_META) or response.request is None else _sent(response.request),
    )


def _sent(request: Request) -> SentRequest:
    """Give what was sent. Only fields that never hold a secret are told; whatever lets us in stands in the others."""
    fields = {str(name).lower(): value for name, value in request.headers.to_unicode_dict().items()}
    told = {name: value if name in _TOLD else REMOVED.decode() for name, value in fields.items()}
    return SentRequest(method=request.method, url=request.url, headers=told, body=request.body)
