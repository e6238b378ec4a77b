"""The pure middle of a run: what follows from a server's answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawlers.extract.page import read_page
from crawlers.extract.reading import Link, PageReading
from crawlers.sites.profile import SiteProfile
from crawlers.spiders.answer import Answer, NeedsBrowser, Postponed, Settled, Step
from crawlers.spiders.images import image_fault
from crawlers.spiders.links import MAX_SITEMAP_LINKS, followed_pages, image_pages, sitemap_pages
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
    if page.kind == "image":
        return _ended(page, answer, image_fault(answer))
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
        return _ended(page, answer, reason)
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
        return _ended(page, answer, error.reason)
    further: tuple[WantedPage, ...] = ()
    if page.depth < MAX_SITEMAP_DEPTH:
        further = sitemap_pages(reading.sitemaps, ground.start, page.depth + 1)
    # A sitemap's pages lie where an index's would, however deep the sitemap itself was nested.
    links = [Link(url=address) for address in reading.pages]
    found = followed_pages(links, replace(page, depth=0), ground.start, ground.profile, MAX_SITEMAP_LINKS)
    return _ended(page, answer, None, found=further + found)


def _read_page(page: WantedPage, answer: Answer, ground: Ground) -> Step:
    if not same_site(answer.url, ground.start):
        return _ended(page, answer, "no_listing")
    if _shows(ground.profile.signs.blocked, answer):
        return _ended(page, answer, "blocked")
    reading = read_page(answer.body, url=answer.url, media_type=answer.media_type or None)
    if reading.unreadable in WALLS:
        return _ended(page, answer, reading.unreadable)
    if reading.listings:
        return _with_listings(page, answer, ground, reading)
    if reading.needs_rendering and not answer.rendered and ground.profile.rendering != "never":
        return NeedsBrowser()
    return _without_listings(page, answer, ground, reading)


def _with_listings(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> Step:
    listings = tuple(_as_crawled(read, answer.url) for read in reading.listings)
    images = image_pages((read.listing for read in listings), page, ground.profile.bounds.images_per_listing)
    found = followed_pages(reading.links, page, ground.start, ground.profile)
    return _ended(page, answer, None, listings=listings, found=images + found)


def _without_listings(page: WantedPage, answer: Answer, ground: Ground, reading: PageReading) -> Step:
    if _shows(ground.profile.signs.removed, answer):
        return Settled(outcome=PageOutcome(page=page, state="gone", capture=answer.capture()))
    found = followed_pages(reading.links, page, ground.start, ground.profile)
    is_index = page.kind != "listing" and bool(reading.links) and reading.unreadable in {None, "no_listing"}
    return _ended(page, answer, None if is_index else reading.unreadable or "no_listing", found=found)


def _ended(
    page: WantedPage,
    answer: Answer,
    reason: str | None,
    *,
    listings: tuple[ReadListing, ...] = (),
    found: tuple[WantedPage, ...] = (),
) -> Settled:
    return Settled(outcome=replace(_outcome(page, answer, reason), listings=listings, found=found))


def _outcome(page: WantedPage, answer: Answer, reason: str | None) -> PageOutcome:
    return PageOutcome(page=page, state="unreadable" if reason else "read", reason=reason, capture=answer.capture())


def _as_crawled(read: ReadListing, url: str) -> ReadListing:
    listing = read.listing
    crawled = replace(listing, captured_by="crawl", url=listing.url or url, site=listing.site or site_of(url))
    return replace(read, listing=crawled)


def _shows(signs: tuple[str, ...], answer: Answer) -> bool:
    if not signs:
        return False
    text = answer.body.decode("utf-8", errors="replace").casefold()
    return any(sign.casefold() in text for sign in signs)
