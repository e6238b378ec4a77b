"""The marketplace as a whole: an address goes in, an answer comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs
from xml.sax.saxutils import escape as escape_xml

from demo.answer import Answer, html, not_found
from demo.marketplace import Language, Marketplace
from demo.misbehaving import BusyCounter, trap_answer
from demo.odd_pictures import odd_pictures
from demo.pages.frame import page
from demo.pages.index import calendar_page, department_page, home_page, seller_page, shops_page
from demo.pages.news import news_index, news_page
from demo.pages.product import offer_json, product_page
from demo.traps import COPIED_OFFERS, PRIVATE_AREA, TRAPS
from demo.wording import DEPARTMENTS, NAME, department_path

FOLDER = Path(__file__).parent
MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".jpg": "image/jpeg", ".png": "image/png",
}  # fmt: skip
PLACES = {address: key for key, (address, *_) in DEPARTMENTS.items()}


class Site:
    """Answers every address of the marketplace at `base` (its origin, no slash at the end)."""

    def __init__(self, marketplace: Marketplace, *, base: str, trap_port: int) -> None:
        self._marketplace = marketplace
        self._base = base
        self._trap_port = trap_port
        self._busy = BusyCounter()
        self._files = _files()
        self._articles = {article.path: article for article in marketplace.articles}
        self._routes: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], int], str | None]]] = (
            (re.compile(r"/"), lambda _, __: home_page(marketplace)),
            (re.compile(r"/danh-muc/([a-z-]+)"), self._department),
            (re.compile(r"/cua-hang"), lambda _, __: shops_page(marketplace)),
            (re.compile(r"/seller/(s\d\d)"), self._seller),
            (re.compile(r"/lich/(\d{4})-(\d{2})"), self._calendar),
            (re.compile(r"/news/?"), lambda _, __: news_index(marketplace.articles)),
            (re.compile(r"(/news/.+)"), self._article),
            (re.compile(rf"{PRIVATE_AREA}.*"), lambda _, __: _private_page()),
        )

    def answer(self, path: str, query: str = "") -> Answer:
        """Answer one request for a path, with its query string."""
        if path in TRAPS:
            return trap_answer(TRAPS[path], self._trap_port)
        return self._file(path) or self._offer(path) or self._page(path, query) or not_found()

    def _page(self, path: str, query: str) -> Answer | None:
        number = _page_number(query)
        for pattern, draw in self._routes:
            if found := pattern.fullmatch(path):
                text = draw(found, number)
                return html(text) if text is not None else None
        return None

    def _file(self, path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(body=self._robots().encode(), media_type="text/plain; charset=utf-8")
        if path == "/sitemap.xml":
            return Answer(body=self._sitemap().encode(), media_type="application/xml")
        if path in self._files:
            return Answer(body=self._files[path], media_type=MEDIA_TYPES[Path(path).suffix])
        return None

    def _offer(self, path: str) -> Answer | None:
        if data := re.fullmatch(r"/api/listings/([ve]\d{3})\.json", path):
            offer = self._marketplace.offers.get(data[1])
            return Answer(body=offer_json(self._marketplace, offer), media_type="application/json") if offer else None
        copied = path.startswith("/en/")
        offer = self._marketplace.by_path.get(path.removeprefix("/en"))
        if offer is None or (copied and offer.id not in COPIED_OFFERS):
            return None
        lang: Language | None = "en" if copied else None
        return self._busy.turn_away(offer.id) or html(product_page(self._marketplace, offer, self._base, lang=lang))

    def _department(self, found: re.Match[str], number: int) -> str | None:
        key = PLACES.get(found[1])
        return department_page(self._marketplace, key, number) if key else None

    def _seller(self, found: re.Match[str], number: int) -> str | None:
        shop = self._marketplace.shops.get(found[1])
        return seller_page(self._marketplace, shop, number) if shop else None

    def _calendar(self, found: re.Match[str], _: int) -> str | None:
        year, month = int(found[1]), int(found[2])
        return calendar_page(year, month) if year > 0 and 1 <= month <= 12 else None  # noqa: PLR2004 (months)

    def _article(self, found: re.Match[str], _: int) -> str | None:
        article = self._articles.get(found[1])
        return news_page(article, self._base) if article else None

    def _robots(self) -> str:
        return f"User-agent: *\nDisallow: {PRIVATE_AREA}\n\nSitemap: {self._base}/sitemap.xml\n"

    def _sitemap(self) -> str:
        """List part of the listings: some only index pages know, some only the sitemap."""
        paths = ["/", *(department_path(key) for key in DEPARTMENTS)]
        paths += [offer.path for offer in self._marketplace.offers.values() if offer.in_sitemap]
        rows = "".join(f"<url><loc>{escape_xml(self._base + path)}</loc></url>\n" for path in paths)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'


def _files() -> Mapping[str, bytes]:
    """Read every file that is served as it is. The truth is not among them."""
    kept = {
        f"/{place}/{file.name}": file.read_bytes()
        for place in ("static", "pictures")
        for file in (FOLDER / place).iterdir()
    }
    return {**kept, **{f"/pictures/{name}": content for name, content in odd_pictures().items()}}


def _page_number(query: str) -> int:
    given = parse_qs(query).get("page", ["1"])[0]
    return int(given) if given.isdecimal() and len(given) < 6 else 0  # noqa: PLR2004 (no shop has a million pages)


def _private_page() -> str:
    return page(NAME, "<h1>Báo cáo nội bộ</h1><p>robots.txt xin các máy đọc đừng vào đây.</p>", lang="vi")
