"""What every answer carries and every request must keep to, before any page is asked."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Our largest request is a pasted list of 2,000 long addresses, as a form writes it; more is an attack or a mistake.
MAX_BODY_BYTES = 1024 * 1024

PAGE_POLICY = (
    "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; img-src 'self'"
)
# For bytes that strangers made: no scripts, no origin, no loads, whatever the bytes turn out to be.
EVIDENCE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def make_strict(headers: MutableHeaders) -> None:
    """Add the security headers; an answer's own policy or caching goes first."""
    headers.update(_HEADERS)
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("Cache-Control", "no-store")


class StrictHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                make_strict(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_strict)


class BodyLimit:
    """Refuses bodies over MAX_BODY_BYTES with the answer of `refuse` (413), whether or not they say their length.

    The paths in `streamed` bound their bodies themselves, once they know who is asking.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Response], streamed: frozenset[str]) -> None:
        self._app = app
        self._refuse = refuse
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in self._streamed:
            await self._app(scope, receive, send)
            return
        body = await _read_bounded(Headers(scope=scope), receive)
        if body is None:
            refusal = await run_in_threadpool(self._refuse, Request(scope))
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read_bounded(headers: Headers, receive: Receive) -> bytes | None:
    """Give the whole body, or None when it is over the limit. Small by design, so it may lie in memory."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
        return None
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            return None
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
