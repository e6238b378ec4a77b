"""A site on 127.0.0.1 that the tests write, with a log of what reached it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True)
class Visit:
    path: str
    at: float
    headers: Mapping[str, str]


@dataclass
class Page:
    body: bytes | str = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    serve: Callable[[BaseHTTPRequestHandler], None] | None = None
    """Writes the whole answer itself: drips, floods, cut connections."""


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a killed crawler resets its connections."""


class LoopbackSite:
    def __init__(self, pages: Mapping[str, Page | str] | None = None, *, address: str = "127.0.0.1") -> None:
        self.pages: dict[str, Page] = {}
        self.visits: list[Visit] = []
        self._address = address
        self._server = _QuietServer((address, 0), self._handler())
        self._server.daemon_threads = True
        for path, page in (pages or {}).items():
            self.put(path, page)

    @property
    def host(self) -> str:
        return f"{self._address}:{self._server.server_address[1]}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def put(self, path: str, page: Page | str) -> None:
        self.pages[path] = Page(page) if isinstance(page, str) else page

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def __enter__(self) -> LoopbackSite:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.visits.append(Visit(self.path, time.monotonic(), {k.lower(): v for k, v in self.headers.items()}))
                page = site.pages.get(self.path) or site.pages.get(self.path.split("?")[0])
                self.answer(page or Page("<h1>404</h1>", status=404))

            def do_POST(self) -> None:
                self.do_GET()

            def answer(self, page: Page) -> None:
                if page.serve is not None:
                    self.close_connection = True
                    page.serve(self)
                    return
                body = page.body.encode() if isinstance(page.body, str) else page.body
                self.send_response(page.status)
                for name, value in {"Content-Type": page.media_type, **page.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
                pass

        return Handler


def listing_page(name: str, *, price: int = 199_000, images: tuple[str, ...] = (), links: tuple[str, ...] = ()) -> str:
    """A shop's page of one product, as real ones look: JSON-LD and the same in view."""
    pictures = ", ".join(f'"{image}"' for image in images)
    anchors = "".join(f'<a href="{link}">xem thêm</a>' for link in links)
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{name}</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Product", "name": "{name}",
"description": "Hàng mới, giao trong ngày, đổi trả trong bảy ngày.", "sku": "{name}", "image": [{pictures}],
"offers": {{"@type": "Offer", "price": "{price}", "priceCurrency": "VND"}}}}</script></head>
<body><h1>{name}</h1><p>Giá: {price} đ</p><p>Hàng mới, giao trong ngày.</p>{anchors}</body></html>"""


def index_page(links: tuple[str, ...]) -> str:
    """A page that lists others."""
    anchors = "".join(f'<li><a href="{link}">Sản phẩm {link}</a></li>' for link in links)
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cửa hàng</title></head>
<body><h1>Tất cả sản phẩm</h1><ul>{anchors}</ul></body></html>"""


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
