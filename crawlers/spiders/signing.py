"""Sign what goes to an API: keys and tokens go onto the request when it leaves, never into an address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawlers.sites.api_site import ApiRequest
from crawlers.spiders.access import Access
from crawlers.spiders.page_request import API_META, TERMS_META

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SIGN_IN_META = "soi_sign_in"
_DOUBTED = frozenset({400, 401})
"""Statuses by which services say that a token ran out."""


@runtime_checkable
class HasAccess(Protocol):
    """The spider's side."""

    access: Access | None


class AccessMiddleware:
    """Signs what goes to the API. The token is asked for once, through the same guard and pace as everything else."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._signing_in = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AccessMiddleware:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Put on what lets us in.

        Raises:
            Unreadable: the sign-in failed.
        """
        access = self._access
        if access is None or not request.meta.get(API_META) or request.meta.get(_SIGN_IN_META):
            return
        async with self._signing_in:
            if access.needs_token:
                await self._sign_in(access, request)
        for name, value in access.headers().items():
            request.headers[name] = value

    def process_response(self, request: Request, response: Response) -> Response:
        """Doubt the token where the service does."""
        if self._access is not None and request.meta.get(API_META) and response.status in _DOUBTED:
            self._access.forget_token()
        return response

    @cached_property
    def _access(self) -> Access | None:
        spider: object = self._crawler.spider
        return spider.access if isinstance(spider, HasAccess) else None

    async def _sign_in(self, access: Access, request: Request) -> None:
        assert self._crawler.engine is not None
        wanted = access.sign_in(request.url)
        terms = request.meta.get(TERMS_META)
        meta = {_SIGN_IN_META: True, API_META: True, TERMS_META: terms, "dont_redirect": True}
        asked = scrapy_request(wanted, meta, NO_CALLBACK)
        response = await self._crawler.engine.download_async(asked)
        access.take_token(response.status, response.body)


def scrapy_request(
    wanted: ApiRequest,
    meta: dict[str, Any],
    callback: Callable[..., Any],
    errback: Callable[[Failure], Any] | None = None,
) -> Request:
    """Give a pages module's request as Scrapy's."""
    return Request(
        wanted.url,
        callback,
        wanted.method,
        dict(wanted.headers),
        wanted.body,
        errback=errback,
        meta=meta,
        dont_filter=True,
    )
