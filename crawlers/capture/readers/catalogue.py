"""The sites whose captured pages have a reader of their own. A new site is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawlers.capture.readers.facebook import read_facebook
from crawlers.capture.readers.lazada import read_lazada
from crawlers.capture.readers.shopee import read_shopee
from crawlers.capture.readers.state import CapturedPage
from crawlers.capture.readers.tiktok_shop import read_tiktok_shop
from crawlers.capture.readers.zalo import read_zalo
from crawlers.extract.reading import PageReading
from listings.urls import site_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReader:
    """A site's reader. `names` are the labels of its hosts before the registry's: `shopee` is shopee.vn, shopee.sg."""

    names: frozenset[str]
    read: Callable[[CapturedPage], PageReading]


READERS = (
    SiteReader(names=frozenset({"shopee"}), read=read_shopee),
    SiteReader(names=frozenset({"lazada"}), read=read_lazada),
    SiteReader(names=frozenset({"tiktok"}), read=read_tiktok_shop),
    SiteReader(names=frozenset({"facebook"}), read=read_facebook),
    SiteReader(names=frozenset({"zalo", "zaloapp"}), read=read_zalo),
)


def reader_of(url: str) -> SiteReader | None:
    """Give the reader of an address's site; a name in front (`shopee.evil.example`) does not count."""
    labels = site_of(url).split(".")
    registry = 2 if len(labels) > 2 and labels[-2] in {"com", "co"} else 1  # noqa: PLR2004 - site, com, vn
    name = labels[-registry - 1] if len(labels) > registry else ""
    return next((reader for reader in READERS if name in reader.names), None)
