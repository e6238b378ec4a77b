"""Answers of real services, where the development data is there; they may not be copied into the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawlers.records import listing_to_json
from crawlers.sites.api_site import ApiReading, ApiSite
from crawlers.sites.catalogue import pages_of, site_profile
from tests.crawlers.sites.service import answer_of

SHARED = Path(os.environ.get("SOI_SHARED_DATA", Path(__file__).resolve().parents[4] / "shared" / "data")) / "api"

pytestmark = pytest.mark.skipif(not (SHARED / "expected.json").is_file(), reason="the shared data is not here")


def read(site: str, body: object, address: str) -> ApiReading:
    pages = pages_of(site_profile(site))
    assert isinstance(pages, ApiSite)
    return pages.read(answer_of(body, address))


def sample(name: str) -> Any:
    return json.loads((SHARED / name).read_text("utf-8"))


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((SHARED / "expected.json").read_text("utf-8"))[name])


def check(name: str, reading: ApiReading) -> None:
    listing = listing_to_json(reading.listings[0])
    assert reading.unreadable is None
    for field, value in expected(name).items():
        found = listing.get("seller", {}).get("name") if field == "seller" else listing.get(field)
        assert field == "note" or found == (None if value is None else str(value)), field


def test_tiki() -> None:
    name = "tiki_product_v2.json"
    check(name, read("tiki", sample(name), "https://tiki.vn/api/v2/products/31884922"))


def test_woocommerce() -> None:
    name = "woocommerce_store_v1_products.json"
    check(name, read("woocommerce", sample(name), "https://x.example/wp-json/wc/store/v1/products?page=1"))


def test_shopify_without_a_currency_from_elsewhere() -> None:
    name = "shopify_products.json"
    check(name, read("shopify", sample(name), "https://x.example/products.json?limit=250&page=1"))


def test_ebay() -> None:
    name = "ebay_browse_search.json"
    check(name, read("ebay", sample(name), "https://api.ebay.com/buy/browse/v1/item_summary/search?q=x&offset=0"))


def test_bluesky() -> None:
    name = "bluesky_post_view.json"
    check(name, read("bluesky", {"posts": [sample(name)]}, "https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=x"))


def test_mastodon() -> None:
    name = "mastodon_status.json"
    check(name, read("mastodon", [sample(name)], "https://mastodon.social/api/v1/timelines/tag/x?limit=40"))


def test_tiktok() -> None:
    name = "tiktok_ad_detail_partial.json"
    ad = sample(name)["data"]["ad"]
    body = {"data": {"ads": [{"ad": ad, "advertiser": {"business_name": "Shop"}}], "has_more": False}}
    check(name, read("tiktok_commercial_content", body, "https://open.tiktokapis.com/v2/research/adlib/ad/query/?x=1"))


def test_youtube_asks_for_what_the_search_found() -> None:
    reading = read("youtube", sample("youtube_search_list.json"), "https://www.googleapis.com/youtube/v3/search?q=x")
    videos, following = (link.url for link in reading.further)
    assert expected("youtube_search_list.json")["url"].partition("v=")[2] in videos
    assert videos.endswith("id=gQ_1zX-F_No%2Ci2hewkFijuY%2C_Z56nIAQj7Q")
    assert following.endswith("pageToken=CBkQAA")
