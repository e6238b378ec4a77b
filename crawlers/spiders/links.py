"""Which of a page's links are followed, as what, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.profile import SiteProfile
from listings.listing import Listing
from listings.page import PageKind, WantedPage
from listings.urls import canonical_url, same_site

# What belongs to something already found goes first, so that an endless calendar never starves the listings.
PRIORITIES: dict[PageKind, int] = {"image": 60, "sitemap": 40, "listing": 30, "index": 20, "unknown": 10}
PAGING_PRIORITY = 25

MAX_LINKS = 2_000
"""Links followed from one page; a page with more is a trap or a sitemap in disguise."""
MAX_SITEMAP_LINKS = 10_000
MAX_URL = 2_000
"""Characters of an address; SQL indexes and servers alike stop near there."""


def start_pages(starts: Iterable[str], profile: SiteProfile) -> tuple[WantedPage, ...]:
    """Give the first pages of a run."""
    render = profile.rendering == "always"
    return tuple(WantedPage(url=canonical_url(url), kind="unknown", priority=50, render=render) for url in starts)


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


def _followed(link: Link, page: WantedPage, start: str, profile: SiteProfile) -> WantedPage | None:
    if not _fetchable(link.url) or not same_site(link.url, start):
        return None
    path = _path(link.url)
    if _any_matches(profile.discovery.skip, path):
        return None
    is_paging = link.kind == "next" or _any_matches(profile.discovery.paging, path)
    kind = _kind(link, path, profile)
    # The tenth page of an index lies as deep as its first: only the run's page bound ends paging.
    depth = page.depth if is_paging and kind != "listing" else page.depth + 1
    if depth > profile.bounds.depth:
        return None
    priority = PAGING_PRIORITY if is_paging and kind == "index" else PRIORITIES[kind]
    render = profile.rendering == "always"
    return WantedPage(url=canonical_url(link.url), kind=kind, depth=depth, priority=priority, render=render)


def _kind(link: Link, path: str, profile: SiteProfile) -> PageKind:
    if _any_matches(profile.discovery.listing, path):
        return "listing"
    if link.kind == "next" or _any_matches(profile.discovery.index + profile.discovery.paging, path):
        return "index"
    return "index" if link.kind == "index" else link.kind


def _any_matches(patterns: Iterable[str], path: str) -> bool:
    return any(re.search(pattern, path, re.IGNORECASE) for pattern in patterns)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _fetchable(url: str) -> bool:
    return len(url) <= MAX_URL and url.lower().startswith(("http://", "https://"))
