"""A loopback proxy that lets a browser out only through the net guard.

Playwright's own request routing sees neither the targets of redirects nor WebSockets; a proxy sees them all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.net_guard import DEFAULT_PORTS, NetGuard, plain_host
from listings.errors import AddressRefused, Unreadable

_log = logging.getLogger(__name__)

REFUSED_HEADER = "x-soi-refused"
MAX_HEAD_BYTES = 64_000
MAX_BYTES = 50_000_000
"""Bytes one connection may bring in; a page's whole set of scripts is a fifth of that."""
CONNECT_TIMEOUT = 15.0
LIFETIME = 120.0
"""Seconds a connection may last: longer than any rendering."""

_CHUNK = 65_536

# What Chromium asks for on its own account whatever flags are set: updates, safe browsing, field trials, sign-in.
_BROWSERS_OWN = (
    "gvt1.com", "gvt2.com", "googleapis.com", "clients2.google.com", "clients4.google.com", "accounts.google.com",
    "update.google.com", "safebrowsing.google.com", "edge.microsoft.com", "config.edge.skype.com",
)  # fmt: skip
_PAGES_OWN = ("fonts.googleapis.com", "ajax.googleapis.com", "maps.googleapis.com", "storage.googleapis.com")


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    host: str
    port: int
    forwarded: bytes
    """What the target is to be sent; empty for CONNECT."""


class FilteringProxy:
    """An HTTP proxy on 127.0.0.1. It lets nothing out while no page is being read (`letting_out`)."""

    def __init__(self, guard: NetGuard) -> None:
        self._guard = guard
        self._server: asyncio.Server | None = None
        self._readers = 0
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Give the proxy's address for the browser."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Listen on a free loopback port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_HEAD_BYTES)

    async def close(self) -> None:
        """Stop listening and cut what is open."""
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @contextmanager
    def letting_out(self) -> Iterator[None]:
        """Let requests out for as long as a page is being read."""
        self._readers += 1
        try:
            yield
        finally:
            self._readers -= 1

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            async with asyncio.timeout(LIFETIME):
                await self._pass_on(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            _log.debug("a browser's connection ended: %s", error)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = _read_head(await reader.readuntil(b"\r\n\r\n"))
        if head is None:
            return await _answer(writer, "400 Bad Request")
        if not self._readers or _is_browsers_own(head.host):
            return await _answer(writer, "403 Forbidden")
        try:
            addresses = await asyncio.to_thread(self._guard.resolve, head.host, head.port)
        except AddressRefused as error:
            _log.info("a page in the browser was refused an address: %s", error)
            return await _answer(writer, "403 Forbidden", f"{REFUSED_HEADER}: 1\r\n")
        except Unreadable:
            return await _answer(writer, "502 Bad Gateway")
        return await _tunnel(head, addresses[0], reader, writer)


async def _tunnel(head: _Head, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(CONNECT_TIMEOUT):
        # The checked address itself: no second look-up that could answer differently.
        target_reader, target_writer = await asyncio.open_connection(address, head.port)
    try:
        if head.forwarded:
            target_writer.write(head.forwarded)
        else:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_relay(reader, target_writer), _relay(target_reader, writer))
    finally:
        target_writer.close()


async def _relay(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    passed = 0
    while passed < MAX_BYTES and (chunk := await source.read(_CHUNK)):
        passed += len(chunk)
        sink.write(chunk)
        await sink.drain()
    with suppress(OSError):
        if sink.can_write_eof():
            sink.write_eof()


async def _answer(writer: asyncio.StreamWriter, status: str, headers: str = "") -> None:
    writer.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii"))
    await writer.drain()


def _is_browsers_own(host: str) -> bool:
    name = plain_host(host)
    return name not in _PAGES_OWN and any(name == own or name.endswith(f".{own}") for own in _BROWSERS_OWN)


def _read_head(head: bytes) -> _Head | None:
    """Read a proxy request; None for what is none (RFC 9112 3.2.2 absolute form, 3.2.3 CONNECT)."""
    line, _, fields = head.partition(b"\r\n")
    try:
        method, target, _ = line.decode("ascii").split(" ", 2)
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    if method == "CONNECT":
        return _Head(method, parts.hostname, port, b"")
    if parts.scheme != "http":
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Head(method, parts.hostname, port, f"{method} {path} HTTP/1.1\r\n".encode("ascii") + _one_request(fields))


def _one_request(fields: bytes) -> bytes:
    """Ask the target to close after its answer: a second request on this connection would reach it unchecked."""
    kept = [
        field
        for field in fields.split(b"\r\n")
        if field and not field.lower().startswith((b"connection:", b"proxy-", b"keep-alive:"))
    ]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])
