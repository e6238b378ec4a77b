"""Pages that a site's API answers: what is asked for, and what is read of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.extract.page import read_page
from crawlers.extract.reading import Link
from crawlers.sites.answers import origin_of
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish
from crawlers.sites.profile import SiteProfile
from crawlers.spiders.answer import Answer
from crawlers.spiders.links import MAX_LINKS, MAX_URL, PAGING_PRIORITY, PRIORITIES
from crawlers.spiders.page_request import API_META, PAGE_META, TERMS_META, conditions
from crawlers.spiders.signing import scrapy_request
from listings.errors import Unreadable
from listings.page import PageKind, Source, WantedPage

_FIRST_PRIORITY = 50


def first_api_pages(site: ApiSite, source: Source, now: datetime) -> tuple[WantedPage, ...]:
    """Give the addresses that a source begins with.

    Raises:
        InvalidInput: the site can make nothing of a start address.
    """
    addresses = (
        address for start in source.start for address in site.first(Wish(start=start, query=source.query, now=now))
    )
    return tuple(
        WantedPage(url=address, kind="index", priority=_FIRST_PRIORITY) for address in dict.fromkeys(addresses)
    )


def api_request(
    page: WantedPage,
    site: ApiSite,
    profile: SiteProfile,
    answered: Callable[[Response], list[Request]],
    failed: Callable[[Failure], None],
) -> Request:
    """Give the request for a page of the API.

    What is known is asked for conditionally: the store knows where an answer leads that is not modified. Where a key
    goes along no redirect is followed: the key is for this host alone.
    """
    under_terms = profile.api.robots == "terms"
    has_keys = bool(profile.api.keys or profile.api.optional_keys)
    meta = {PAGE_META: page, API_META: True, TERMS_META: under_terms, "dont_redirect": has_keys}
    wanted = site.request(page.url)
    if wanted.method == "GET":
        wanted = replace(wanted, headers={**wanted.headers, **conditions(page)})
    return scrapy_request(wanted, meta, answered, failed)


def as_asked(answer: Answer, page: WantedPage, response: Response) -> Answer:
    """Give an answer under the address that was asked for: a POST's own address does not say what was asked."""
    return answer if response.meta.get("redirect_urls") else replace(answer, url=page.url)


def read_answer(page: WantedPage, answer: Answer, site: ApiSite) -> ApiReading:
    """Read an answer of success; a page in the place of JSON is told by what it shows, a captcha say."""
    try:
        return site.read(_as_api_answer(page, answer))
    except Unreadable as error:
        return ApiReading(unreadable=_what_page_is(answer) if "html" in answer.media_type else error.reason)


def refusal_of(page: WantedPage, answer: Answer, site: ApiSite) -> str | None:
    """Name the reason of a refusal, where the service's own words tell more than its status."""
    return site.refusal(_as_api_answer(page, answer))


def further_pages(links: Iterable[Link], page: WantedPage) -> tuple[WantedPage, ...]:
    """Give the pages to ask next: on the same origin, for keys go along, and none that is too long to be stored."""
    own = [link for link in links if origin_of(link.url) == origin_of(page.url) and len(link.url) <= MAX_URL]
    return tuple(
        WantedPage(url=link.url, kind=_kind(link), depth=page.depth, priority=_priority(link))
        for link in own[:MAX_LINKS]
    )


def _what_page_is(answer: Answer) -> str:
    read = read_page(answer.body, url=answer.url, media_type=answer.media_type or None).unreadable
    return read if read and read != "no_listing" else "blocked"


def _as_api_answer(page: WantedPage, answer: Answer) -> ApiAnswer:
    return ApiAnswer(address=page.url, status=answer.status, headers=answer.headers, body=answer.body)


def _kind(link: Link) -> PageKind:
    return "index" if link.kind in {"next", "index"} else "listing"


def _priority(link: Link) -> int:
    return PAGING_PRIORITY if link.kind == "next" else PRIORITIES[_kind(link)]
