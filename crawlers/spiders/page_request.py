"""A frontier page as a Scrapy request, and Scrapy's response as an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from crawlers.spiders.access import REMOVED
from crawlers.spiders.answer import Answer
from crawlers.spiders.unpacking import unpacked
from listings.page import Capture, Redirect, SentRequest, WantedPage

PAGE_META = "soi_page"
"""The WantedPage a request is for. robots.txt has none."""
API_META = "soi_api"
"""True on requests that carry a key or token where the site has one."""
TERMS_META = "soi_under_terms"
"""True on requests that a service's terms allow and its robots.txt does not speak to."""
RENDER_META = "soi_render"
"""True where the page is to come from the browser."""
REDIRECTS_META = "soi_redirects"
"""The answers that led to this request, the first one first."""
MAX_REDIRECT_BODY = 64_000
"""Bytes kept of a redirect's body: nobody reads more than the line that says where the page has gone."""
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
        headers=_fields(response.headers),
        body=response.body,
        fetched_at=fetched_at,
        rendered=bool(response.meta.get(RENDER_META)),
        request=None if response.meta.get(RENDER_META) or response.request is None else _sent(response.request),
    )


def _sent(request: Request) -> SentRequest:
    """Give what was sent. Only fields that never hold a secret are told; whatever lets us in stands in the others."""
    fields = _fields(request.headers)
    told = {name: value if name in _TOLD else REMOVED.decode() for name, value in fields.items()}
    redirects = request.meta.get(REDIRECTS_META, ())
    return SentRequest(method=request.method, url=request.url, headers=told, body=request.body, redirects=redirects)


def _fields(headers: Headers) -> dict[str, str]:
    return {str(name).lower(): value for name, value in headers.to_unicode_dict().items()}


def with_redirect(request: Request, response: Response, at: datetime) -> tuple[Redirect, ...]:
    """Give the answers that led to a request, and the one to it that leads on."""
    sent = _sent(request)
    body, cut = _kept_of(response)
    redirect = Redirect(
        request=replace(sent, redirects=()),
        fetched_at=at,
        status=response.status,
        headers=_fields(response.headers),
        body=body,
        cut=cut,
    )
    return (*sent.redirects, redirect)


def _kept_of(response: Response) -> tuple[bytes, bool]:
    """Give what is kept of a redirect's body, and whether there was more. A packed one comes before it is unpacked."""
    body = response.body
    encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
    if not body or encoding in {b"", b"identity"}:
        return body[:MAX_REDIRECT_BODY], len(body) > MAX_REDIRECT_BODY
    try:
        return unpacked(body, encoding, MAX_REDIRECT_BODY), False
    except (ResponseDataLossError, DownloadCancelledError):
        return b"", True


def last_redirect(request: Request) -> Answer | None:
    """Give the answer that led to a request which got none of its own; None where nothing did."""
    redirects: tuple[Redirect, ...] = request.meta.get(REDIRECTS_META, ())
    if not redirects:
        return None
    *before, last = redirects
    return Answer(
        url=last.request.url,
        status=last.status,
        headers=last.headers,
        body=last.body,
        fetched_at=last.fetched_at,
        request=replace(last.request, redirects=tuple(before)),
    )
