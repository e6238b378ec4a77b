"""Mastodon: a tag's timeline, open on most instances, or a search, which asks for a token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, next_in_header, parsed, reading_of, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish
from crawlers.sites.fields import Address, Known, Many, Markup, Moment, One, Record, Text
from listings.errors import InvalidInput, Unreadable
from listings.listing import Listing, Seller
from listings.urls import site_of
from listings.wording import Wording

_TAG = "/api/v1/timelines/tag/"
_SEARCH = "/api/v2/search"
_OF_TAG = re.compile(r"^/tags/(?P<tag>[^/]+)/?$")
_LIMIT = "40"


class _Account(Record):
    acct: Text
    display_name: Text
    url: Address


class _Media(Record):
    type: Text
    url: Address
    preview_url: Address


class _Card(Record):
    url: Address
    title: Text
    description: Text
    image: Address


class _Status(Record):
    uri: Known
    url: Address
    content: Markup
    spoiler_text: Text
    created_at: Moment
    language: Text
    account: One[_Account]
    media_attachments: Many[_Media]
    card: _Card | None = None


class _Id(Record):
    id: Text


class Mastodon(ApiSite):
    """A start is an instance with a query (`#tag` or words), or a tag's page there (`https://HOST/tags/NAME`)."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for a tag's newest posts, or for a search's first page."""
        page = _OF_TAG.match(urlsplit(wish.start).path)
        query = (wish.query or "").strip()
        tag = unquote(page["tag"]) if page else query.removeprefix("#") if query.startswith("#") else ""
        if tag:
            return (at(wish.start, _TAG + quote(tag, safe=""), {"limit": _LIMIT}),)
        if not query:
            what = Wording(
                "mastodon cần một thẻ # hoặc từ khoá tìm kiếm", "mastodon needs a tag or words to search for"
            )
            remedy = Wording(
                "hãy bắt đầu từ https://HOST/tags/NAME, hoặc ghi từ khoá là #thẻ",
                "start at https://HOST/tags/NAME, or give --query '#tag'",
            )
            raise InvalidInput(what, where=wish.start, remedy=remedy)
        return (at(wish.start, _SEARCH, {"q": query, "type": "statuses", "limit": _LIMIT, "offset": "0"}),)

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of posts: a list in a timeline, an object's `statuses` in a search."""
        found = parsed(answer)
        is_search = isinstance(found, Mapping)
        statuses = found.get("statuses") if isinstance(found, Mapping) else found
        if not isinstance(statuses, list):
            raise Unreadable("broken_markup", "the answer is no list of posts", where=answer.address)
        listings, unreadable = reading_of(statuses, _Status, _listing)
        further = _further_on(answer, len(statuses)) if is_search else _older(answer, statuses)
        return ApiReading(listings=listings, further=further, unreadable=unreadable)


def _older(answer: ApiAnswer, statuses: list[object]) -> tuple[Link, ...]:
    """Give the older posts: the Link field says from which on, else it is the last one seen."""
    named = values_of(next_in_header(answer) or "").get("max_id")
    last = _Id.model_validate(statuses[-1]).id if statuses and isinstance(statuses[-1], dict) else None
    before = named or (last if "link" not in answer.headers else None)
    return (Link(url=with_values(answer.address, {"max_id": before}), kind="next"),) if statuses and before else ()


def _further_on(answer: ApiAnswer, size: int) -> tuple[Link, ...]:
    if not size:
        return ()
    offset = int(values_of(answer.address).get("offset") or 0) + size
    return (Link(url=with_values(answer.address, {"offset": str(offset)}), kind="next"),)


def _listing(status: _Status) -> Listing:
    url = status.url or status.uri
    account, card = status.account, status.card
    words = (status.spoiler_text, status.content, *((card.title, card.description, card.url) if card else ()))
    shown = (media.url if media.type == "image" else media.preview_url for media in status.media_attachments)
    pictures = (*shown, card.image if card else None)
    return Listing(
        id=status.uri,
        url=url,
        site=site_of(url),
        kind="post",
        description="\n".join(filter(None, words)) or None,
        seller=Seller(id=account.url, name=account.display_name or account.acct, url=account.url),
        images=tuple(dict.fromkeys(filter(None, pictures))),
        lang=status.language,
        published_at=status.created_at,
    )


PAGES = Mastodon()
