"""TikTok's Commercial Content API: ads shown in the European Economic Area since October 2022, no text of theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, origin_of, reading_of, record, values_of, with_values
from crawlers.sites.api_site import GIVE_WORDS, ApiAnswer, ApiReading, ApiRequest, ApiSite, Wish
from crawlers.sites.fields import Flag, Items, One, Record, Text, web_address
from listings.errors import InvalidInput, Unreadable
from listings.listing import Listing, Seller
from listings.wording import Wording

_QUERY = "/v2/research/adlib/ad/query/"
_FIELDS = (
    "ad.id,ad.first_shown_date,ad.last_shown_date,ad.status,ad.image_urls,"
    "advertiser.business_id,advertiser.business_name,advertiser.paid_for_by"
)
_LONGEST_WORDS = 50
_LOOK_BACK = timedelta(days=365)


class _Ad(Record):
    id: int
    first_shown_date: Text
    status: Text
    image_urls: Items


class _Advertiser(Record):
    business_id: Text
    business_name: Text
    paid_for_by: Text


class _Hit(Record):
    ad: _Ad
    advertiser: One[_Advertiser]


class _Data(Record):
    ads: list[object]
    has_more: Flag
    search_id: Text


class _Fault(Record):
    code: Text


class _Answer(Record):
    data: _Data | None = None
    error: One[_Fault]


class TikTokCommercialContent(ApiSite):
    """A start is the API's address, with a query; `?country_code=FR`, `?min=20260101` and `?max=...` narrow it."""

    signs_in = True
    public_keys = frozenset({"client_key"})

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for ads of the past year with these words."""
        words = wish.query or values_of(wish.start).get("search_term")
        if not words or len(words) > _LONGEST_WORDS:
            what = Wording(
                f"tiktok_commercial_content cần từ khoá dài từ 1 đến {_LONGEST_WORDS} ký tự",
                f"tiktok_commercial_content needs 1 to {_LONGEST_WORDS} letters to search for",
            )
            raise InvalidInput(what, where=wish.start, remedy=GIVE_WORDS)
        since, until = (f"{moment:%Y%m%d}" for moment in (wish.now - _LOOK_BACK, wish.now))
        asked = {"search_term": words, "country_code": "ALL", "min": since, "max": until, "max_count": "50"}
        return (at(wish.start, _QUERY, asked),)

    def request(self, address: str) -> ApiRequest:
        """Give the address's values as the JSON body that the service wants."""
        asked = values_of(address)
        between = {"min": asked["min"], "max": asked["max"]}
        wanted: dict[str, object] = {
            "filters": {"ad_published_date_range": between, "country_code": asked["country_code"]},
            "search_term": asked["search_term"],
            "max_count": int(asked["max_count"]),
        }
        wanted |= {"search_id": asked["search_id"]} if "search_id" in asked else {}
        url = f"{origin_of(address)}{_QUERY}?{urlencode({'fields': _FIELDS})}"
        headers = {"Content-Type": "application/json"}
        return ApiRequest(url=url, method="POST", headers=headers, body=json.dumps(wanted).encode())

    def sign_in(self, keys: Mapping[str, str], address: str) -> ApiRequest:
        """Ask for a client access token; it lives two hours."""
        form = {name: keys[name] for name in ("client_key", "client_secret")} | {"grant_type": "client_credentials"}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{origin_of(address)}/v2/oauth/token/"
        return ApiRequest(url=url, method="POST", headers=headers, body=urlencode(form).encode())

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of ads. Further pages lie under the search's number, one after the other."""
        page = record(answer, _Answer)
        if page.data is None or page.error.code not in {None, "ok"}:
            raise Unreadable("broken_markup", "the service tells an error", where=answer.address)
        listings, unreadable = reading_of(page.data.ads, _Hit, _listing)
        return ApiReading(listings=listings, further=_next(answer.address, page.data), unreadable=unreadable)


def _next(address: str, data: _Data) -> tuple[Link, ...]:
    """Give the next page. Its request is the same each time, so a number the service does not see tells them apart."""
    if not data.has_more or not data.search_id or not data.ads:
        return ()
    page = int(values_of(address).get("page", "1")) + 1
    return (Link(url=with_values(address, {"search_id": data.search_id, "page": str(page)}), kind="next"),)


def _listing(hit: _Hit) -> Listing:
    ad, advertiser = hit.ad, hit.advertiser
    stated = {"status": ad.status, "paid_for_by": advertiser.paid_for_by}
    return Listing(
        id=str(ad.id),
        url=f"https://library.tiktok.com/ads/detail/?ad_id={ad.id}",
        site="tiktok.com",
        kind="ad",
        title=advertiser.business_name,
        seller=Seller(id=advertiser.business_id, name=advertiser.business_name),
        advertiser=advertiser.paid_for_by or advertiser.business_name,
        images=tuple(dict.fromkeys(filter(None, map(web_address, ad.image_urls)))),
        published_at=_day(ad.first_shown_date),
        attributes={name: value for name, value in stated.items() if value},
    )


def _day(given: str | None) -> datetime | None:
    """Read 20260131."""
    try:
        day = date.fromisoformat(given or "")
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


PAGES = TikTokCommercialContent()
