"""A shop nobody wrote a profile for, with the habits of real ones: each product found, none kept twice."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

from tests.crawlers.crawling import Crawled, run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page

PRODUCTS = 30
AHEAD = '<link rel="next" href="/danh-muc/b/page/2"></head>'
WORDS = ("dịu", "mát", "thơm", "bền", "nhẹ")


def product(site: LoopbackSite, number: int, *, lang: str = "vi", more: str = "", own: str | None = None) -> str:
    title = f"Kem {WORDS[number % 5]} số {number}" if lang == "vi" else f"Cream number {number}"
    prefix = "/en" if lang == "en" else ""
    address = own or f"{site.url}{prefix}/san-pham/kem-{number}"
    copies = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{site.url}{path}/san-pham/kem-{number}">'
        for tag, path in (("vi", ""), ("en", "/en"), ("x-default", ""))
    )
    data = {
        "@context": "https://schema.org", "@type": "Product", "name": title, "sku": f"K{number}",
        "offers": {"@type": "Offer", "price": 100_000 + number, "priceCurrency": "VND"},
    }  # fmt: skip
    return f"""<!doctype html><html lang="{lang}"><head><title>{title}</title>{copies}
<link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head>
<body><h1>{title}</h1><p>{100_000 + number} đ</p>{more}</body></html>"""


def shop() -> LoopbackSite:
    """Paging of four kinds, copies of every kind, a calendar, filters, an index in structured data."""
    site = LoopbackSite()
    views = "".join(f'<a href="?color={c}&utm_source=x">{c}</a>' for c in ("red", "blue"))
    upper = '<a href="/en/">English</a> <a href="/lich/2026/1">Lịch</a>'
    for number in range(PRODUCTS):
        site.put(f"/san-pham/kem-{number}", product(site, number, more=views))
        site.put(f"/en/san-pham/kem-{number}", product(site, number, lang="en"))
    numbers = iter(range(PRODUCTS))

    def links(count: int) -> tuple[str, ...]:
        return tuple(f"/san-pham/kem-{next(numbers)}" for _ in range(count))

    categories = ("/danh-muc/a", "/danh-muc/b", "/danh-muc/c", "/danh-muc/d")
    site.put("/", index_page(categories) + upper)
    site.put("/danh-muc/a?page=2", index_page((*links(3), "/san-pham/kem-0/", "/San-Pham/kem-1?sessionid=77")))
    site.put("/danh-muc/a", index_page((*links(3), "/danh-muc/a?page=2", *filters())))
    site.put("/danh-muc/b/page/2", index_page(links(3)))
    site.put("/danh-muc/b", index_page(links(3)).replace("</head>", AHEAD))
    site.put("/danh-muc/c?page=2", index_page(links(3)))
    site.put("/danh-muc/c", index_page(links(3)) + '<button data-url="/danh-muc/c?page=2">Xem thêm</button>')
    more = {"html": "".join(f"<a href='{path}'>x</a>" for path in links(3)), "next": None}
    site.put("/danh-muc/d?page=2", Page(json.dumps(more), media_type="application/json"))
    listed = links(3)
    ahead = '<script>window.state = {"next": "/danh-muc/d?page=2"}</script>'
    site.put("/danh-muc/d", index_page(listed) + listed_as_products(site, listed) + ahead)
    hidden = links(PRODUCTS - 24)
    located = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in (*hidden, "/san-pham/kem-0?utm_source=map"))
    site.put("/map.xml.gz", Page(gzip.compress(f"<urlset>{located}</urlset>".encode()), media_type="application/gzip"))
    maps = "<sitemap><loc>http://elsewhere.example/map.xml</loc></sitemap>"
    index = f"<sitemapindex>{maps}<sitemap><loc>{site.url}/map.xml.gz</loc></sitemap></sitemapindex>"
    site.put("/maps.xml", Page(index, media_type="text/xml"))
    site.put("/robots.txt", Page(f"User-agent: *\nDisallow: /*?sort=\nSitemap: {site.url}/maps.xml\n"))
    site.put("/en/", index_page(tuple(f"/en/san-pham/kem-{n}" for n in range(PRODUCTS))))
    for month in range(1, 400):
        site.put(f"/lich/2026/{month}", index_page((f"/lich/2026/{month + 1}", "/danh-muc/a")))
    return site


def filters() -> tuple[str, ...]:
    return tuple(f"/danh-muc/a?mau={m}&co={c}&hang={h}" for m in range(6) for c in range(6) for h in range(6))


def listed_as_products(site: LoopbackSite, paths: tuple[str, ...]) -> str:
    """An index that says of each product what its own page says, without its address."""
    data = [
        {"@context": "https://schema.org", "@type": "Product", "name": f"Kem {path}",
         "sku": f"K{path.rsplit('-', 1)[1]}", "offers": {"@type": "Offer", "price": 1, "priceCurrency": "VND"}}
        for path in paths
    ]  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def kept(workspace: Path) -> list[dict[str, object]]:
    with sqlite3.connect(workspace / "soi.sqlite") as tables:
        return [json.loads(row) for (row,) in tables.execute("select listing from listing_versions")]


def crawled_twice(workspace: Path, site: LoopbackSite) -> tuple[Crawled, Crawled]:
    profile = {"bounds": {"pages": 400, "depth": 6}}
    first, second = (run_crawl(workspace, f"{site.url}/", allow=[site.host], profile=profile) for _ in range(2))
    return first, second


def test_every_product_is_found_once_and_stays_as_it_is(tmp_path: Path) -> None:
    with shop() as site:
        first, second = crawled_twice(tmp_path, site)
    listings = kept(tmp_path)
    assert sorted(str(each["id"]) for each in listings) == sorted(f"K{number}" for number in range(PRODUCTS))
    assert all(each["price"] == str(100_000 + int(str(each["id"])[1:])) for each in listings)
    assert {each["lang"] for each in listings} == {"vi"}
    assert first.run["listings"]["new"] == PRODUCTS
    # One link is spelt so that the shop does not know it: a dead page, each time.
    assert second.run["listings"] == {"new": 0, "changed": 0, "same": PRODUCTS, "gone": 0}
    assert second.run["dead_links"] == 1
    # Of 216 views of one index; pages that are on their way together may each ask for the last one.
    assert len([path for path in site.paths() if "mau=" in path]) <= 2 * 36
