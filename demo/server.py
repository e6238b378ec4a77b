"""The marketplace's web server, on the standard library alone."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from demo.answer import Answer
from demo.marketplace import open_marketplace
from demo.site import Site

DROPPED_LENGTH = 400
"""Bytes sent of an answer whose connection breaks."""


class MarketplaceServer(ThreadingHTTPServer):
    """Serves the marketplace on loopback; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int, *, trap_port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.site = Site(open_marketplace(), base=self.base, trap_port=trap_port)


class _Handler(BaseHTTPRequestHandler):
    server: MarketplaceServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Answer with a body."""
        self._send(self._answer(), with_body=True)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._send(self._answer(), with_body=False)

    def _answer(self) -> Answer:
        parts = urlsplit(self.path)
        return self.server.site.answer(unquote(parts.path), parts.query)

    def _send(self, answer: Answer, *, with_body: bool) -> None:
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        if answer.status == HTTPStatus.OK and self.headers.get("If-None-Match") == etag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self._send_head(answer, etag)
        if with_body:
            self.wfile.write(answer.body[:DROPPED_LENGTH] if answer.dropped else answer.body)
        self.close_connection = self.close_connection or answer.dropped

    def _send_head(self, answer: Answer, etag: str) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", etag)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's signature)
        """Stay silent: standard output carries the address and the trap count only."""
