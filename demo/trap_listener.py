"""A second server on loopback that nobody should ever reach; it counts who does."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class TrapListener(ThreadingHTTPServer):
    """Counts the requests it gets; a redirect of the marketplace points here."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counting)
        self.count = 0
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def note(self) -> None:
        """Count one request."""
        with self._lock:
            self.count += 1


class _Counting(BaseHTTPRequestHandler):
    server: TrapListener

    def do_GET(self) -> None:
        """Count the request and answer as an inner service might."""
        self.server.note()
        body = b"internal price sheet\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_POST = do_GET  # noqa: N815 (names given by http.server)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's signature)
        """Stay silent: the count is what matters."""
