"""Read a sitemap: plain or gzipped, of pages or of further sitemaps."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from scrapy.utils.sitemap import Sitemap

from crawlers.spiders.links import MAX_SITEMAP_LINKS, absolute_addresses
from listings.errors import Unreadable

MAX_SITEMAP_BYTES = 50_000_000
"""The sitemap protocol's own bound, unpacked."""

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapReading:
    """The addresses a sitemap names: of pages, or of further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(body: bytes, *, url: str) -> SitemapReading:
    """Read a sitemap's first addresses.

    Raises:
        Unreadable: `broken_markup`, it is no XML; `too_large`, it unpacks beyond the protocol's bound; `truncated`, its
            gzip stream breaks off.
    """
    try:
        sitemap = Sitemap(_unpacked(body, url))
        found = tuple(_addresses(sitemap, url))
    except (etree.LxmlError, StopIteration, SyntaxError, zlib.error) as error:
        raise Unreadable("broken_markup", f"is no sitemap: {error}", where=url) from error
    return SitemapReading(sitemaps=found) if sitemap.type == "sitemapindex" else SitemapReading(pages=found)


def _addresses(sitemap: Sitemap, url: str) -> Iterable[str]:
    entries = islice(sitemap, MAX_SITEMAP_LINKS)
    locations = (str(entry.get("loc", "")).strip() for entry in entries)
    return absolute_addresses(url, (location for location in locations if location))


def _unpacked(body: bytes, url: str) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(wbits=31)
    plain = unpacking.decompress(body, MAX_SITEMAP_BYTES)
    if unpacking.unconsumed_tail:
        raise Unreadable("too_large", f"unpacks beyond {MAX_SITEMAP_BYTES:,} bytes", where=url)
    if not unpacking.eof:
        raise Unreadable("truncated", "ends before its gzip stream does", where=url)
    return plain
