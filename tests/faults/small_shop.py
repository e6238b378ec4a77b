"""A small shop on loopback for the fault tests: index pages, listing pages, one picture each."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image

PER_PAGE = 10


@dataclass
class SmallShop:
    """What is served and what was asked for."""

    listings: int
    address: str = ""
    asked: Counter[str] = field(default_factory=Counter)

    def page(self, path: str) -> tuple[str, bytes] | None:
        if path == "/robots.txt":
            return "text/plain", b"User-agent: *\nAllow: /\n"
        if path == "/" or path.startswith("/?page="):
            return "text/html; charset=utf-8", self._index(int(path.partition("=")[2] or 1))
        kind, _, number = path.strip("/").partition("/")
        if number.isdigit() and int(number) < self.listings:
            if kind == "p":
                return "text/html; charset=utf-8", self._listing(int(number))
            if kind == "img":
                return "image/png", _picture(int(number))
        return None

    def _index(self, page: int) -> bytes:
        first = (page - 1) * PER_PAGE
        links = "".join(f'<a href="/p/{n}">Hàng {n}</a>' for n in range(first, min(first + PER_PAGE, self.listings)))
        following = f'<a rel="next" href="/?page={page + 1}">Sau</a>' if first + PER_PAGE < self.listings else ""
        return f"<html><body><h1>Chợ nhỏ</h1>{links}{following}</body></html>".encode()

    def _listing(self, number: int) -> bytes:
        product = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": f"Hàng số {number}",
            "sku": f"h{number}",
            "description": f"Mô tả của món hàng số {number}, dài vài chữ.",
            "image": f"{self.address}/img/{number}",
            "offers": {"@type": "Offer", "price": str(1000 + number), "priceCurrency": "VND"},
        }
        script = f'<script type="application/ld+json">{json.dumps(product)}</script>'
        return f"<html><head>{script}</head><body><h1>Hàng số {number}</h1></body></html>".encode()


def _picture(number: int) -> bytes:
    stream = BytesIO()
    Image.effect_noise((64, 64), 20 + number % 100).save(stream, "PNG")
    return stream.getvalue()


@contextmanager
def small_shop(listings: int, *, pause: float = 0.0) -> Iterator[SmallShop]:
    """Serve a shop; `pause` seconds go by before each answer, so that a kill meets a crawl in the middle."""
    shop = SmallShop(listings)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.asked[self.path] += 1
            time.sleep(pause)
            found = shop.page(self.path)
            self.send_response(200 if found else 404)
            media_type, body = found or ("text/plain", b"not here")
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
