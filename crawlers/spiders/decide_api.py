"""What follows from the answer of a site's API: the pure middle, as `decide` is for pages."""

from __future__ import annotations

from dataclasses import replace

from crawlers.sites.api_site import ApiSite
from crawlers.spiders.answer import Answer, Postponed, Step
from crawlers.spiders.api_pages import further_pages, read_answer, refusal_of
from crawlers.spiders.decide import Ground, decide, ended
from crawlers.spiders.links import image_pages
from crawlers.spiders.retry import may_retry, retry_time
from listings.listing import Listing
from listings.page import ReadListing, WantedPage

_SUCCESS, _REFUSED = 2, 4
_NO_TOKEN = 401
_TOLD = ("title", "description", "price", "currency", "brand", "category", "images", "lang", "published_at")


def decide_api(page: WantedPage, answer: Answer, ground: Ground, site: ApiSite) -> Step:
    """Say what follows from an answer. A token that ran out is asked for once more before the page is given up."""
    kind = answer.status // 100
    if kind == _SUCCESS:
        return _read(page, answer, ground, site)
    reason = refusal_of(page, answer, site) if kind == _REFUSED else None
    refused = reason or ("login_wall" if answer.status == _NO_TOKEN else None)
    if refused == "login_wall" and site.signs_in and may_retry(page.tries):
        return Postponed(until=retry_time(page.tries, answer.fetched_at), reason=refused)
    return ended(page, answer, reason) if reason else decide(page, answer, ground)


def _read(page: WantedPage, answer: Answer, ground: Ground, site: ApiSite) -> Step:
    reading = read_answer(page, answer, site)
    listings = tuple(_as_crawled(listing) for listing in reading.listings)
    images = image_pages(reading.listings, page, ground.profile.bounds.images_per_listing)
    further = further_pages(reading.further, page)
    # A way on that is not taken is said: what lies behind it would be missing without a word.
    cut_off = "truncated" if len(further) < len(reading.further) else None
    step = ended(page, answer, reading.unreadable or cut_off, listings=listings, found=images + further)
    return replace(step, outcome=replace(step.outcome, leads_to=further))


def _as_crawled(listing: Listing) -> ReadListing:
    told = {name for name in _TOLD if getattr(listing, name)}
    told |= {"seller"} if listing.seller.id or listing.seller.name else set()
    return ReadListing(listing=replace(listing, captured_by="crawl"), sources=dict.fromkeys(sorted(told), "given"))
