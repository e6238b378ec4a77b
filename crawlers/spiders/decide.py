"""The pure middle of a run: what follows from a server's answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawlers.extract.links import is_further_page
from crawlers.extract.page import read_page
from crawlers.extract.reading import Link, PageReading
from crawlers.sites.page_site import PageSite
from crawlers.sites.profile import SiteProfile
from crawlers.spiders.answer import Answer, NeedsBrowser, Postponed, Settled, Step
from crawlers.spiders.heard import HeardLinks
from crawlers.spiders.images import image_fault
from crawlers.spiders.languages import in_one_language, speaking_copy
from crawlers.spiders.links import MAX_SITEMAP_LINKS, START_PRIORITY, followed_pages, image_pages, sitemap_pages
from crawlers.spiders.more_links import json_links, more_links
from crawlers.spiders.retry import may_retry, retry_time
from crawlers.spiders.sitemap import read_sitemap
from listings.errors import Unreadable
from listings.page import PageOutcome, ReadListing, WantedPage
from listings.urls import same_site, site_of

WALLS = frozenset({"captcha", "login_wall", "blocked", "rate_limited"})
"""Reasons by which a site says that it does not want us: we stop, we do not get around."""

MAX_SITEMAP_DEPTH = 3

_PASSING = {408: "timed_out", 429: "rate_limited", 503: "rate_limited"}
_REFUSING = {401: "login_wall", 407: "login_wall"}
_SUCCESS, _REDIRECT, _SERVER_ERROR = 2, 3, 5
_NOT_MODIFIED = 304
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What decisions of a run rest on: the site's profile and where the source starts."""

    profile: SiteProfile
    start: str
    pages: PageSite | None = None
    heard: HeardLinks = field(default_factory=HeardLinks, compare=False)


def decide(page: WantedPage, answer: Answer, ground: Ground) -> Step:
    """Say what follows from an answer."""
    kind = answer.status // 100
    if kind == _SUCCESS:
        return _read(page, answer, ground)
    if kind == _SERVER_ERROR or answer.status in _PASSING:
        return _passing_fault(page, answer)
    return Settled(outcome=_final(page, answer))


def _final(page: WantedPage, answer: Answer) -> PageOutcome:
    if answer.status == _NOT_MODIFIED:
        return PageOutcome(page=page, state="same")
    if answer.status in _GONE:
        return PageOutcome(page=page, state="gone", capture=answer.capture())
    if answer.status // 100 == _REDIRECT and not _leads_on(answer):
        return PageOutcome(page=page, state="refused", reason="scheme")
    return _outcome(page, answer, _wall(page, answer))


def _read(page: WantedPage, answer: Answer, ground: Ground) -> Step:
    if page.digest is not None and hashlib.sha256(answer.body).hexdigest() == page.digest:
        return Settled(outcome=PageOutcome(page=page, state="same"))
    if page.kind == "image":
        return ended(page, answer, image_fault(answer))
    if page.kind == "sitemap":
        return _read_sitemap(page, answer, ground)
    return _read_page(page, answer, ground)


def _leads_on(answer: Answer) -> bool:
    """Say whether a redirect that Scrapy did not follow names no place, or one we could have gone to."""
    location = answer.headers.get("location")
    return location is None or urlsplit(location.strip()).scheme.lower() in {"", "http", "https"}


def _passing_fault(page: WantedPage, answer: Answer) -> Step:
    reason = _PASSING.get(answer.status, "server_error")
    if not may_retry(page.tries):
        return ended(page, answer, reason)
    until = retry_time(page.tries, answer.fetched_at, answer.headers.get("retry-after"))
    return Postponed(until=until, reason=reason, hold=reason == "rate_limited")


def _wall(page: WantedPage, answer: Answer) -> str:
    """Name the wall: a captcha often comes with 403, and says so in its page."""
    reason = _REFUSING.get(answer.status, "blocked")
    if reason == "blocked" and page.kind not in {"image", "sitemap"}:
        read = read_page(answer.body, url=answer.url, media_type=answer.media_type or None).unreadable
        return read if read in WALLS else reason
    return reason


def _read_sitemap(page: WantedPage, answer: Answer, ground: Ground) -> Step:
    try:
        reading = read_sitemap(answer.body, url=answer.url)
    except Unreadable as error:
        if error.reason == "truncated" and may_retry(page.tries):
            return Postponed(until=retry_time(page.tries, answer.fetched_at), reason=error.reason)
        return ended(page, answer, error.reason)
    further: tuple[WantedPage, ...] = ()
    if page.depth < MAX_SITEMAP_DEPTH:
        further = sitemap_pages(reading.sitemaps, ground.start, page.depth + 1)
    # A sitemap's pages lie where an index's would, however deep the sitemap itself was nested.
    links = [Link(url=address) for address in reading.pages]
    found = followed_pages(links, replace(page, depth=0), ground.start, ground.profile, MAX_SITEMAP_LINKS)
    return ended(page, answer, None, found=further + found)


def _read_page(page: WantedPage, answer: Answer, ground: Ground) -> Step:
    if not same_site(answer.url, ground.start):
        return ended(page, answer, "no_listing")
    if _shows(ground.profile.signs.blocked, answer):
        return ended(page, answer, "blocked")
    if page.kind == "index" and answer.media_type.endswith("json"):
        found = followed_pages(json_links(answer.body, answer.url), page, ground.start, ground.profile)
        return ended(page, answer, None if found else "not_html", found=found)
    reading = read_page(answer.body, url=answer.url, media_type=answer.media_type or None)
    if reading.unreadable in WALLS:
        return ended(page, answer, reading.unreadable)
    copy = None if page.priority == START_PRIORITY else speaking_copy(reading.alternates, answer.url, ground.start)
    if copy is not None:
        link = Link(url=copy, kind="listing" if reading.listings else "unknown")
        return ended(page, answer, None, found=followed_pages([link], page, ground.start, ground.profile))
    return _read_own(page, answer, ground, reading)


def _read_own(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> Step:
    if reading.needs_rendering and not answer.rendered and ground.profile.rendering != "never":
        return NeedsBrowser()
    if reading.listings and not _lists_others(page, reading):
        return _with_listings(page, answer, ground, reading)
    return _without_listings(page, answer, ground, reading)


def _lists_others(page: WantedPage, reading: PageReading) -> bool:
    """Say whether a page's several products are other pages' listings: an index in structured data.

    Kept here they would be kept twice, or change back and forth with what their own pages say.
    """
    if len(reading.listings) < 2 or page.kind == "listing":  # noqa: PLR2004 - one product is the page's own
        return False
    return sum(link.kind == "listing" for link in reading.links) >= len(reading.listings)


def _linked(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> tuple[WantedPage, ...]:
    links = in_one_language(reading.links, answer.url)
    if reading.listings:
        # What pages through a listing's own page are its reviews.
        links = tuple(link for link in links if not is_further_page(link.url, answer.url))
    further = more_links(answer.body, answer.url)
    return followed_pages((*links, *further), page, ground.start, ground.profile)


def _with_listings(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> Step:
    listings = tuple(_as_crawled(_completed(read, answer, ground), answer.url) for read in reading.listings)
    images = image_pages((read.listing for read in listings), page, ground.profile.bounds.images_per_listing)
    is_last = page.depth >= ground.profile.bounds.depth
    skips = is_last or not ground.heard.has_new(answer.body, answer.url)
    found = () if skips else _linked(page, answer, ground, reading)
    return ended(page, answer, None, listings=listings, found=images + found)


def _without_listings(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> Step:
    if _shows(ground.profile.signs.removed, answer):
        return Settled(outcome=PageOutcome(page=page, state="gone", capture=answer.capture()))
    found = _linked(page, answer, ground, reading)
    is_index = page.kind != "listing" and bool(found or reading.links) and reading.unreadable in {None, "no_listing"}
    return ended(page, answer, None if is_index else reading.unreadable or "no_listing", found=found)


def ended(
    page: WantedPage,
    answer: Answer,
    reason: str | None,
    *,
    listings: tuple[ReadListing, ...] = (),
    found: tuple[WantedPage, ...] = (),
) -> Settled:
    """Settle a page as read, or as unreadable for a reason, with what it gave."""
    return Settled(outcome=replace(_outcome(page, answer, reason), listings=listings, found=found))


def _outcome(page: WantedPage, answer: Answer, reason: str | None) -> PageOutcome:
    return PageOutcome(page=page, state="unreadable" if reason else "read", reason=reason, capture=answer.capture())


def _completed(read: ReadListing, answer: Answer, ground: Ground) -> ReadListing:
    if ground.pages is None:
        return read
    return ground.pages.complete(read, answer.body, url=answer.url, media_type=answer.media_type or None)


def _as_crawled(read: ReadListing, url: str) -> ReadListing:
    listing = read.listing
    crawled = replace(listing, captured_by="crawl", url=listing.url or url, site=listing.site or site_of(url))
    return replace(read, listing=crawled)


def _shows(signs: tuple[str, ...], answer: Answer) -> bool:
    if not signs:
        return False
    text = answer.body.decode("utf-8", errors="replace").casefold()
    return any(sign.casefold() in text for sign in signs)
