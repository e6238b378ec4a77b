"""Meta's ads_archive. Outside the EU and the UK it holds ads on politics and social issues only."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, parsed, reading_of, record, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish, words_needed
from crawlers.sites.fields import Items, Known, Moment, One, Record, Text, text
from listings.errors import Unreadable
from listings.listing import Listing, Seller

_VERSION = "/v24.0"
_FIELDS = (
    "id", "page_id", "page_name", "ad_creation_time", "ad_delivery_start_time", "ad_delivery_stop_time",
    "ad_creative_bodies", "ad_creative_link_titles", "ad_creative_link_descriptions", "ad_creative_link_captions",
    "languages", "publisher_platforms",
)  # fmt: skip
_ASKED = {
    "ad_reached_countries": '["VN"]',
    "ad_type": "ALL",
    "ad_active_status": "ALL",
    "fields": ",".join(_FIELDS),
    "limit": "100",
}
_SPENT = frozenset({4, 17, 32, 613})
"""Meta's error codes for too many calls."""
_NO_TOKEN = frozenset({10, 102, 190, 200, 2500})
"""Its codes for a token that is expired, missing or without the right."""


class _Cursors(Record):
    after: Text


class _Paging(Record):
    cursors: One[_Cursors]
    next: Text


class _Page(Record):
    data: list[object]
    paging: One[_Paging]


class _Fault(Record):
    code: int


class _Refusal(Record):
    error: _Fault


class _Ad(Record):
    id: Known
    page_id: Text
    page_name: Text
    ad_creation_time: Moment
    ad_delivery_start_time: Moment
    ad_creative_bodies: Items
    ad_creative_link_titles: Items
    ad_creative_link_descriptions: Items
    ad_creative_link_captions: Items
    languages: Items
    publisher_platforms: Items
    ad_delivery_stop_time: Text


class MetaAdLibrary(ApiSite):
    """A start is the API's address, with a query; parameters in it go before ours (`?ad_reached_countries=["DE"]`)."""

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for the first page of ads with these words."""
        asked = at(wish.start, f"{_VERSION}/ads_archive", _ASKED | ({"search_terms": wish.query} if wish.query else {}))
        if not any(f"{name}=" in asked for name in ("search_terms", "search_page_ids")):
            raise words_needed("meta_ad_library", wish)
        return (asked,)

    def refusal(self, answer: ApiAnswer) -> str | None:
        """Read the error's number: Meta answers 400 to too many calls and to an expired token alike."""
        try:
            code = _Refusal.model_validate(parsed(answer)).error.code
        except (ValueError, Unreadable):
            return None
        return "rate_limited" if code in _SPENT else "login_wall" if code in _NO_TOKEN else None

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of ads. The next address is ours with the cursor: the one Meta gives holds the token."""
        page = record(answer, _Page)
        listings, unreadable = reading_of(page.data, _Ad, _listing)
        after = page.paging.cursors.after if page.paging.next else None
        further = (Link(url=with_values(answer.address, {"after": after}), kind="next"),) if after and page.data else ()
        return ApiReading(listings=listings, further=further, unreadable=unreadable)


def _listing(ad: _Ad) -> Listing:
    titles, bodies = _texts(ad.ad_creative_link_titles), _texts(ad.ad_creative_bodies)
    below = _texts((*ad.ad_creative_link_descriptions, *ad.ad_creative_link_captions))
    platforms = ", ".join(_texts(ad.publisher_platforms))
    stated = {"platforms": platforms, "shown_until": ad.ad_delivery_stop_time or ""}
    return Listing(
        id=ad.id,
        url=f"https://www.facebook.com/ads/library/?id={quote(ad.id)}",
        site="facebook.com",
        kind="ad",
        title=titles[0] if titles else None,
        description="\n".join(dict.fromkeys((*bodies, *titles[1:], *below))) or None,
        seller=_page(ad),
        advertiser=ad.page_name,
        lang=next(iter(_texts(ad.languages)), None),
        published_at=ad.ad_delivery_start_time or ad.ad_creation_time,
        attributes={name: value for name, value in stated.items() if value},
    )


def _page(ad: _Ad) -> Seller:
    url = f"https://www.facebook.com/{quote(ad.page_id)}" if ad.page_id else None
    return Seller(id=ad.page_id, name=ad.page_name, url=url)


def _texts(given: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(each for each in map(text, given) if each))


PAGES = MetaAdLibrary()
