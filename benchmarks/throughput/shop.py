"""A shop on loopback that makes its pages as they are asked for.

`-m benchmarks.throughput.shop PAGES BYTES` prints its address.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass

PER_INDEX = 40
_INDEX, _LISTING = "/danh-muc/tat-ca?page=", "/san-pham/hang-so-"
_SENTENCE = "Hàng mới về, giao trong ngày, đổi trả trong bảy ngày nếu còn nguyên tem và hộp. "


@dataclass(frozen=True, slots=True)
class Shop:
    """A front page with paging, and `listings` of `size` bytes each. Twenty thousand of them are never in memory."""

    listings: int
    size: int

    def page(self, path: str) -> bytes | None:
        """Give the page at a path, None where nothing stands."""
        if path == "/robots.txt":
            return b"User-agent: *\nAllow: /\n"
        number = 0 if path == "/" else _number(path, _INDEX)
        if number is not None and 0 <= number < self.indexes and path != f"{_INDEX}0":
            return self._index(number)
        listing = _number(path, _LISTING)
        return _listing(listing, self.size) if listing is not None and 0 <= listing < self.listings else None

    @property
    def indexes(self) -> int:
        """Count the pages that list others, the front page first."""
        return -(-self.listings // PER_INDEX)

    def _index(self, number: int) -> bytes:
        shown = range(number * PER_INDEX, min((number + 1) * PER_INDEX, self.listings))
        return _index(shown, f"{_INDEX}{number + 1}" if number + 1 < self.indexes else None)


def _number(path: str, start: str) -> int | None:
    given = path.removeprefix(start)
    return int(given) if given != path and given.isdecimal() else None


def _index(shown: range, following: str | None) -> bytes:
    cards = "".join(f'<li><a href="{_LISTING}{n}">Hàng số {n}</a> <b>{price_of(n)}₫</b></li>' for n in shown)
    more = f'<a rel="next" href="{following}">Trang sau</a>' if following else ""
    return _page("Cửa hàng", "", f"<h1>Tất cả sản phẩm</h1><ul>{cards}</ul>{more}")


def _listing(number: int, size: int) -> bytes:
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title_of(number),
        "sku": f"h{number}",
        "description": f"Hàng số {number}. {_SENTENCE}",
        "offers": {"@type": "Offer", "price": str(price_of(number)), "priceCurrency": "VND"},
    }
    head = f'<script type="application/ld+json">{json.dumps(product, ensure_ascii=False)}</script>'
    links = "".join(f'<li><a href="{_INDEX}{n}">Danh mục {n}</a></li>' for n in range(1, 9))
    body = f"<nav><ul>{links}</ul></nav><main><h1>{title_of(number)}</h1><p>{price_of(number)}₫</p>"
    bare = len(_page(title_of(number), head, body))
    paragraph = f"<p>{_SENTENCE}</p>"
    filling = paragraph * max(0, (size - bare) // len(paragraph.encode()))
    return _page(title_of(number), head, f"{body}{filling}</main>")


def title_of(number: int) -> str:
    """Give the title of a listing."""
    return f"Hàng số {number}"


def price_of(number: int) -> int:
    """Give the price of a listing in VND."""
    return 10_000 + 100 * number


def _page(title: str, head: str, body: str) -> bytes:
    start = '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    return f"{start}<title>{title}</title>{head}</head><body>{body}</body></html>".encode()


async def serve(shop: Shop) -> None:
    """Answer until the process is ended; the first line on stdout is the address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(_answer(shop.page(head.split(b" ", 2)[1].decode("ascii", "replace"))))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _answer(body: bytes | None) -> bytes:
    status = b"404 Not Found" if body is None else b"200 OK"
    content = body or b"not here"
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % (
        status,
        len(content),
    )
    return head + content


if __name__ == "__main__":
    asyncio.run(serve(Shop(int(sys.argv[1]), int(sys.argv[2]))))
