"""YouTube Data API: a search finds ids, one request for fifty of them tells what the videos say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, origin_of, reading_of, record, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish, words_needed
from crawlers.sites.fields import Address, CamelRecord, Count, Flag, Known, Markup, Moment, One, Record, Text
from listings.listing import Listing, Seller

_SEARCH = "/youtube/v3/search"
_VIDEOS = "/youtube/v3/videos"
_FOUND = {"part": "snippet", "type": "video", "order": "date", "maxResults": "50", "regionCode": "VN"}
_TOLD = {"part": "snippet,statistics,paidProductPlacementDetails"}
_SPENT = (b'"quotaExceeded"', b'"dailyLimitExceeded"', b'"rateLimitExceeded"', b'"userRateLimitExceeded"')


class _Id(CamelRecord):
    kind: Text
    video_id: Text


class _Hit(CamelRecord):
    id: One[_Id]


class _Page(CamelRecord):
    items: list[object]
    next_page_token: Text


class _Picture(CamelRecord):
    url: Address


class _Thumbnails(Record):
    maxres: One[_Picture]
    standard: One[_Picture]
    high: One[_Picture]
    medium: One[_Picture]
    default: One[_Picture]

    @property
    def widest(self) -> str | None:
        """Give the largest that there is."""
        sizes = (self.maxres, self.standard, self.high, self.medium, self.default)
        return next((size.url for size in sizes if size.url), None)


class _Snippet(CamelRecord):
    channel_id: Text
    channel_title: Markup
    title: Markup
    description: Text
    published_at: Moment
    default_audio_language: Text
    default_language: Text
    thumbnails: One[_Thumbnails]


class _Statistics(CamelRecord):
    view_count: Count


class _Placement(CamelRecord):
    has_paid_product_placement: Flag


class _Video(CamelRecord):
    id: Known
    snippet: _Snippet
    statistics: One[_Statistics]
    paid_product_placement_details: One[_Placement]


class YouTube(ApiSite):
    """A start is the API's address, with a query; parameters of a search in it (`?channelId=...`) are passed on."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for a search's first page."""
        asked = values_of(wish.start)
        if not (wish.query or asked.get("q") or asked.get("channelId")):
            raise words_needed("youtube", wish)
        return (at(wish.start, _SEARCH, _FOUND | ({"q": wish.query} if wish.query else {})),)

    def headers(self, key: str) -> Mapping[str, str]:
        """Give the key in a header field, where no log of addresses sees it."""
        return {"X-Goog-Api-Key": key}

    def refusal(self, answer: ApiAnswer) -> str | None:
        """Tell a spent quota (403) from a refused key (400 or 403)."""
        if any(sign in answer.body for sign in _SPENT):
            return "rate_limited"
        return "login_wall" if b"API key" in answer.body or b"API_KEY" in answer.body else None

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read the ids that a search found, or what the videos say."""
        page = record(answer, _Page)
        if urlsplit(answer.address).path.endswith(_VIDEOS):
            listings, unreadable = reading_of(page.items, _Video, _listing)
            return ApiReading(listings=listings, unreadable=unreadable)
        return ApiReading(further=(*_videos(answer.address, page), *_next(answer.address, page)))


def _videos(address: str, page: _Page) -> tuple[Link, ...]:
    hits = (_Hit.model_validate(each).id for each in page.items if isinstance(each, dict))
    ids = dict.fromkeys(hit.video_id for hit in hits if hit.kind == "youtube#video" and hit.video_id)
    if not ids:
        return ()
    return (Link(url=at(origin_of(address), _VIDEOS, {**_TOLD, "id": ",".join(ids)}), kind="listing"),)


def _next(address: str, page: _Page) -> tuple[Link, ...]:
    if not page.next_page_token or not page.items:
        return ()
    return (Link(url=with_values(address, {"pageToken": page.next_page_token}), kind="next"),)


def _listing(video: _Video) -> Listing:
    told = video.snippet
    picture = told.thumbnails.widest
    channel = f"https://www.youtube.com/channel/{told.channel_id}" if told.channel_id else None
    paid = video.paid_product_placement_details.has_paid_product_placement
    return Listing(
        id=video.id,
        url=f"https://www.youtube.com/watch?v={video.id}",
        site="youtube.com",
        kind="post",
        title=told.title,
        description=told.description,
        seller=Seller(id=told.channel_id, name=told.channel_title, url=channel),
        publisher=told.channel_title,
        images=(picture,) if picture else (),
        lang=(told.default_audio_language or told.default_language or "")[:2] or None,
        views=video.statistics.view_count,
        published_at=told.published_at,
        attributes={"paid_product_placement": "true"} if paid else {},
    )


PAGES = YouTube()
