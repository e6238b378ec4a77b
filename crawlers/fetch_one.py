"""Fetch a single address, guarded and pinned: for rechecks and reference pictures."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from crawlers.net_guard import NetGuard
from crawlers.user_agent import user_agent
from listings.errors import Unreadable
from listings.page import Capture

MAX_REDIRECTS = 10
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch_one(
    url: str, guard: NetGuard, *, contact: str = "", timeout: float = 30.0, max_bytes: int = 10_000_000
) -> Capture:
    """Fetch an address following redirects; every hop is checked, and connected to as checked.

    A status such as 404 is an answer and comes in the capture. `timeout` is in seconds for the whole.

    Raises:
        AddressRefused: it, or a redirect, points inward.
        Unreadable: unreachable, timed_out, too_large, truncated.
    """
    deadline = time.monotonic() + timeout
    headers = {"User-Agent": user_agent(contact), "Accept-Encoding": "gzip", "Connection": "close"}
    for _ in range(MAX_REDIRECTS + 1):
        capture, location = _fetch(url, guard, headers, deadline, max_bytes)
        if location is None:
            return capture
        url = urljoin(url, location)
    raise Unreadable("unreachable", f"redirects more than {MAX_REDIRECTS} times", where=url)


def _fetch(
    url: str, guard: NetGuard, headers: dict[str, str], deadline: float, max_bytes: int
) -> tuple[Capture, str | None]:
    connection = _connection(url, guard, deadline)
    end = threading.Timer(_left(deadline, url), connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("GET", _target(url), headers=headers)
        response = connection.getresponse()
        body = _read_body(response, url, deadline, max_bytes)
    except TimeoutError as error:
        raise Unreadable("timed_out", "did not answer in time", where=url) from error
    except http.client.IncompleteRead as error:
        _left(deadline, url)
        raise Unreadable("truncated", "the answer broke off", where=url) from error
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        _left(deadline, url)
        raise Unreadable("unreachable", f"did not answer: {error}", where=url) from error
    finally:
        end.cancel()
        connection.close()
    location = response.headers.get("Location") if response.status in _REDIRECTS else None
    return _capture(url, response, body), location


def _connection(url: str, guard: NetGuard, deadline: float) -> _PinnedConnection:
    host, port = guard.endpoint(url)
    address = guard.resolve(host, port)[0]
    context = ssl.create_default_context() if urlsplit(url).scheme == "https" else None
    return _PinnedConnection(host, port, address=address, context=context, timeout=_left(deadline, url))


class _PinnedConnection(http.client.HTTPConnection):
    """Connects to the address that was checked; the name only goes into the Host field and the certificate's check."""

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext | None, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._context = context

    def connect(self) -> None:
        """Open the connection."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread: http.client bounds each wait, not a head or a flood of 1xx that goes on."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _read_body(response: http.client.HTTPResponse, url: str, deadline: float, max_bytes: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=47) if response.headers.get("Content-Encoding") == "gzip" else None
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        # One byte more than allowed is enough to know; a bomb is never unpacked further.
        body += unpacking.decompress(chunk, max_bytes + 1 - len(body)) if unpacking else chunk
        if len(body) > max_bytes:
            raise Unreadable("too_large", f"is longer than {max_bytes:,} bytes", where=url)
        _left(deadline, url)
    _left(deadline, url)  # cut at the deadline, an answer without a length looks whole
    if response.length:
        raise Unreadable("truncated", "the answer broke off", where=url)
    return bytes(body)


def _left(deadline: float, url: str) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unreadable("timed_out", "did not answer in time", where=url)
    return left


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _capture(url: str, response: http.client.HTTPResponse, body: bytes) -> Capture:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Capture(
        url=url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=headers,
        body=body,
        media_type=response.headers.get_content_type(),
    )
