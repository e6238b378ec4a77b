"""Which of a page's links are followed, as what, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from crawlers.extract.reading import Link, LinkKind
from crawlers.sites.profile import Discovery, SiteProfile
from listings.listing import Listing
from listings.page import PageKind, WantedPage
from listings.urls import canonical_url, same_site

# What belongs to something already found goes first, so that an endless calendar never starves the listings.
PRIORITIES: dict[PageKind, int] = {"image": 60, "sitemap": 40, "listing": 30, "index": 20, "unknown": 10}
PAGING_PRIORITY = 25
START_PRIORITY = 50

MAX_LINKS = 2_000
"""Links followed from one page; a page with more is a trap or a sitemap in disguise."""
MAX_SITEMAP_LINKS = 10_000
MAX_URL = 2_000
"""Characters of an address; SQL indexes and servers alike stop near there."""


def start_pages(starts: Iterable[str], profile: SiteProfile) -> tuple[WantedPage, ...]:
    """Give the first pages of a run."""
    render = profile.rendering == "always"
    return tuple(
        WantedPage(url=canonical_url(url), kind="unknown", priority=START_PRIORITY, render=render) for url in starts
    )


def sitemap_pages(urls: Iterable[str], start: str, depth: int = 0) -> tuple[WantedPage, ...]:
    """Give the sitemaps to read: those on the source's own site (real ones point elsewhere too)."""
    own = (canonical_url(url) for url in urls if _fetchable(url) and same_site(url, start))
    return tuple(
        WantedPage(url=url, kind="sitemap", depth=depth, priority=PRIORITIES["sitemap"]) for url in dict.fromkeys(own)
    )


def followed_pages(
    links: Iterable[Link], page: WantedPage, start: str, profile: SiteProfile, limit: int = MAX_LINKS
) -> tuple[WantedPage, ...]:
    """Give the pages to fetch after this one: same site, not skipped, not deeper than the profile's bound."""
    wanted: dict[str, WantedPage] = {}
    for link in links:
        if len(wanted) >= limit:
            break
        following = _followed(link, page, start, profile)
        if following is not None:
            wanted.setdefault(following.url, following)
    return tuple(wanted.values())


def image_pages(listings: Iterable[Listing], page: WantedPage, most: int) -> tuple[WantedPage, ...]:
    """Give the listings' images, from any host, `most` per listing. The store binds them by address."""
    addresses = dict.fromkeys(address for listing in listings for address in _first_images(listing, most))
    return tuple(
        WantedPage(url=address, kind="image", depth=page.depth, priority=PRIORITIES["image"]) for address in addresses
    )


def absolute_addresses(base: str, references: Iterable[str]) -> Iterator[str]:
    """Give references as absolute addresses, passing over those that are none (`http://[`)."""
    for reference in references:
        with suppress(ValueError):
            yield urljoin(base, reference)


def _first_images(listing: Listing, most: int) -> Iterator[str]:
    fetchable = [address for address in listing.images if _fetchable(address)]
    yield from fetchable[:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Where a link leads, whatever page it stands on."""

    url: str
    kind: PageKind
    is_paging: bool


@lru_cache(maxsize=5_000)
def _way(link_url: str, link_kind: LinkKind, start: str, discovery: Discovery) -> _Way | None:
    """Judge a link once: a shop's menu of hundreds stands on each of its pages."""
    if not _fetchable(link_url) or not same_site(link_url, start):
        return None
    path = _path(link_url)
    if _any_matches(discovery.skip, path):
        return None
    is_paging = link_kind == "next" or _any_matches(discovery.paging, path)
    return _Way(url=canonical_url(link_url), kind=_kind(link_kind, path, discovery), is_paging=is_paging)


def _followed(link: Link, page: WantedPage, start: str, profile: SiteProfile) -> WantedPage | None:
    way = _way(link.url, link.kind, start, profile.discovery)
    if way is None:
        return None
    is_paging, kind = way.is_paging, way.kind
    # The tenth page of an index lies as deep as its first: only the run's page bound ends paging.
    depth = page.depth if is_paging and kind != "listing" else page.depth + 1
    if depth > profile.bounds.depth:
        return None
    priority = PAGING_PRIORITY if is_paging and kind == "index" else PRIORITIES[kind]
    render = profile.rendering == "always"
    return WantedPage(url=way.url, kind=kind, depth=depth, priority=priority, render=render)


def _kind(link_kind: LinkKind, path: str, discovery: Discovery) -> PageKind:
    pages = _any_matches(discovery.paging, path)
    if _any_matches(discovery.listing, path) and not (pages and link_kind == "next"):
        return "listing"
    if link_kind == "next":
        return "index"
    return "index" if pages or _any_matches(discovery.index, path) else link_kind


def _any_matches(patterns: Iterable[str], path: str) -> bool:
    return any(re.search(pattern, path, re.IGNORECASE) for pattern in patterns)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _fetchable(url: str) -> bool:
    return len(url) <= MAX_URL and url.lower().startswith(("http://", "https://"))
