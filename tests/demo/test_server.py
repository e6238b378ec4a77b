"""What visitors get over real HTTP: every make of page and every trap."""

from __future__ import annotations

import http.client
import json
import re
import struct
import zlib
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from demo.marketplace import Make, Offer, open_marketplace
from demo.prices import casual_price_text, price_text
from demo.traps import BUSY_OFFERS, COPIED_OFFERS, TRAPS, path_of
from demo.wording import DEPARTMENTS, department_path
from tests.demo.conftest import Visitor

MARKETPLACE = open_marketplace()
OFFERS = list(MARKETPLACE.offers.values())
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Page(HTMLParser):
    """Keeps what the tests ask of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.data: list[Any] = []
        self.metas: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self.visible: list[str] = []
        self.tags: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._inside = given.get("type", tag) if tag == "script" else tag
        self.tags.append(tag)
        if tag == "a":
            self.links.append(given["href"])
        if "property" in given:
            self.metas[given["property"]] = given["content"]
        if "itemprop" in given:
            self.marks.setdefault(given["itemprop"], given.get("content", ""))
        if "data-listing-id" in given:
            self.marks["listing"] = given["data-listing-id"]
        if "data-seller-id" in given:
            self.marks["shop"] = given["data-seller-id"]

    def handle_data(self, data: str) -> None:
        if self._inside == "application/ld+json" and data.strip():
            self.data.append(json.loads(data))
        elif self._inside != "script":
            self.visible.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    @property
    def text(self) -> str:
        return "".join(self.visible)


def offers_of(make: Make) -> list[Offer]:
    return [o for o in OFFERS if o.make == make and o.id not in BUSY_OFFERS]


def page_of(shop: Visitor, path: str) -> Page:
    reply = shop.get(path)
    assert reply.status == 200, path
    return Page(reply.text)


def product_of(page: Page) -> dict[str, Any]:
    (data,) = page.data
    things = data.get("@graph", [data])
    (product,) = [t for t in things if "Product" in t["@type"]]
    return dict(product)


@pytest.mark.parametrize("make", ["json_ld", "json_ld_graph", "json_ld_aggregate"])
def test_json_ld_pages_carry_the_offer(shop: Visitor, make: Make) -> None:
    for offer in offers_of(make):
        product = product_of(page_of(shop, offer.path))
        price = product["offers"][0] if isinstance(product["offers"], list) else product["offers"]
        assert (product["sku"], product["name"], product["description"]) == (offer.id, offer.title, offer.description)
        assert price.get("price", price.get("lowPrice")) == offer.price
        assert price.get("highPrice") == offer.price_max
        assert price["priceCurrency"] == offer.currency
        assert price["seller"]["identifier"] == offer.seller


def test_the_three_shapes_of_json_ld_differ(shop: Visitor) -> None:
    graph = page_of(shop, offers_of("json_ld_graph")[0].path).data[0]
    aggregate = page_of(shop, offers_of("json_ld_aggregate")[0].path).data[0]
    single = page_of(shop, offers_of("json_ld")[0].path).data[0]
    assert "@graph" in graph
    assert aggregate["offers"]["@type"] == "AggregateOffer"
    assert single["offers"]["@type"] == "Offer"


def test_microdata_pages_carry_the_offer(shop: Visitor) -> None:
    for offer in offers_of("microdata"):
        page = page_of(shop, offer.path)
        assert (page.data, page.metas) == ([], {})
        assert page.marks["sku"] == page.marks["productID"] == offer.id
        assert (page.marks["price"], page.marks["priceCurrency"]) == (offer.price, offer.currency)
        assert page.marks["identifier"] == offer.seller


def test_opengraph_pages_carry_the_offer_and_a_teaser_only(shop: Visitor) -> None:
    for offer in offers_of("opengraph"):
        page = page_of(shop, offer.path)
        assert page.data == []
        assert page.metas["og:title"] == offer.title
        assert page.metas["product:price:amount"] == offer.price
        assert page.metas["product:retailer_item_id"] == offer.id
        teaser = page.metas["og:description"]
        assert offer.description.startswith(teaser.removesuffix("…"))
        assert len(teaser) <= 161


def test_plain_pages_carry_nothing_but_what_one_sees(shop: Visitor) -> None:
    for offer in offers_of("plain"):
        page = page_of(shop, offer.path)
        assert (page.data, page.metas, set(page.marks)) == ([], {}, {"listing", "shop"})
        assert offer.title in page.text
        assert casual_price_text(offer) in page.text


def test_every_readable_page_shows_title_text_seller_and_number(shop: Visitor) -> None:
    for offer in [o for o in OFFERS if o.make != "scripted" and o.id not in BUSY_OFFERS]:
        page = page_of(shop, offer.path)
        text = re.sub(r"\s+", " ", page.text)
        assert re.sub(r"\s+", " ", offer.description) in text
        assert offer.title in text
        assert page.marks["listing"] == offer.id
        assert page.marks["shop"] == offer.seller
        assert f"/seller/{offer.seller}" in page.links


def test_scripted_pages_say_nothing_until_the_script_has_run(shop: Visitor) -> None:
    for offer in offers_of("scripted"):
        reply = shop.get(offer.path)
        assert offer.title not in reply.text
        assert offer.description[:40] not in reply.text
        source = re.search(r'data-source="([^"]+)"', reply.text)
        assert source
        given = json.loads(shop.get(source[1]).body)
        assert (given["id"], given["title"], given["description"]) == (offer.id, offer.title, offer.description)
        assert given["price"] == price_text(offer)
    assert shop.get("/static/listing.js").headers["content-type"].startswith("text/javascript")


def test_hostile_titles_never_become_markup(shop: Visitor) -> None:
    offer = MARKETPLACE.offers["v126"]
    page = page_of(shop, offer.path)
    assert "<img src=x onerror" in offer.title
    assert "<img src=x" not in shop.get(offer.path).text
    assert offer.title in page.text
    assert MARKETPLACE.offers["e111"].title.startswith("=HYPERLINK(")


def test_index_pages_lead_to_every_listing_meant_for_them(shop: Visitor) -> None:
    found: set[str] = set()
    for key in DEPARTMENTS:
        number = 1
        while (reply := shop.get(f"{department_path(key)}?page={number}")).status == 200:
            page = Page(reply.text)
            on_page = {link for link in page.links if link in MARKETPLACE.by_path}
            assert len(on_page) <= 20
            found |= on_page
            number += 1
    assert found == {o.path for o in OFFERS if o.in_index}


def test_pages_link_to_their_neighbours(shop: Visitor) -> None:
    path = department_path("health")
    assert f"{path}?page=2" in page_of(shop, path).links
    assert f"{path}?page=1" in page_of(shop, f"{path}?page=2").links


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "9" * 400])
def test_pages_that_are_not_there(shop: Visitor, page: str) -> None:
    assert shop.get(f"{department_path('health')}?page={page}").status == 404


def test_seller_pages(shop: Visitor) -> None:
    listed = page_of(shop, "/cua-hang").links
    for seller in MARKETPLACE.shops.values():
        assert seller.path in listed
        page = page_of(shop, seller.path)
        assert page.marks["shop"] == seller.id
        assert seller.name in page.text
    assert shop.get("/seller/s99").status == 404


def test_the_sitemap_lists_a_part_and_all_that_index_pages_hide(shop: Visitor) -> None:
    tree = ElementTree.fromstring(shop.get("/sitemap.xml").text)
    paths = {(loc.text or "").removeprefix(shop.base) for loc in tree.iter(f"{NAMESPACE}loc")}
    assert paths & set(MARKETPLACE.by_path) == {o.path for o in OFFERS if o.in_sitemap}
    assert {o.path for o in OFFERS if not o.in_index} <= paths


def test_robots_bans_what_a_page_links_to(shop: Visitor) -> None:
    robots = shop.get("/robots.txt").text
    assert "Disallow: /private-area/" in robots
    assert "Crawl-delay" not in robots
    banned = [link for link in page_of(shop, "/").links if link.startswith("/private-area/")]
    assert banned
    assert shop.get(banned[0]).status == 200


def test_etags(shop: Visitor) -> None:
    for path in (OFFERS[0].path, f"/pictures/{OFFERS[0].picture}", "/sitemap.xml"):
        etag = shop.get(path).headers["etag"]
        again = shop.get(path, {"If-None-Match": etag})
        assert (again.status, again.body) == (304, b"")
        assert shop.get(path, {"If-None-Match": '"other"'}).status == 200


def test_head_answers_without_a_body(shop: Visitor) -> None:
    reply = shop.get("/", method="HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 1000


def test_the_truth_is_not_served(shop: Visitor) -> None:
    for path in ("/truth.jsonl", "/demo/truth.jsonl", "/static/../truth.jsonl", "/pictures/%2e%2e/truth.jsonl",
                 "/catalogue/listings.jsonl", "/static/..%2f..%2fdemo/truth.jsonl"):  # fmt: skip
        assert shop.get(path).status == 404


def test_reviews_and_related_goods_stand_on_pages(shop: Visitor) -> None:
    offer = next(o for o in OFFERS if o.reviewed and o.make == "json_ld")
    reply = shop.get(offer.path)
    assert 'class="reviewer"' in reply.text
    assert product_of(Page(reply.text))["review"][0]["author"]["@type"] == "Person"
    others = {link for link in Page(reply.text).links if link in MARKETPLACE.by_path}
    assert len(others - {offer.path}) == 4


# Traps


def test_traps_are_linked_from_index_pages(shop: Visitor) -> None:
    links = {link for key in DEPARTMENTS for link in page_of(shop, department_path(key)).links}
    assert set(TRAPS) <= links
    assert {MARKETPLACE.offers[key].path for key in BUSY_OFFERS} <= links


@pytest.mark.parametrize("key", sorted(BUSY_OFFERS))
def test_a_busy_offer_is_served_at_the_third_try(fresh_shop: Visitor, key: str) -> None:
    path = MARKETPLACE.offers[key].path
    replies = [fresh_shop.get(path) for _ in range(4)]
    assert [reply.status for reply in replies] == [429, 429, 200, 200]
    assert [reply.headers.get("retry-after") for reply in replies] == ["1", "1", None, None]


def test_a_captcha_stands_at_a_listing_address(shop: Visitor) -> None:
    reply = shop.get(path_of("captcha"))
    assert reply.status == 200
    assert "captcha" in reply.text
    assert "<form" in reply.text


def test_a_dead_link(shop: Visitor) -> None:
    assert shop.get(path_of("dead_link")).status == 404


def test_a_connection_that_drops(shop: Visitor) -> None:
    with pytest.raises(http.client.IncompleteRead):
        shop.get(path_of("dropped"))


def test_redirects_inward_and_the_count_of_who_followed(fresh_shop: Visitor) -> None:
    private = fresh_shop.get(path_of("inward_private"))
    assert (private.status, private.headers["location"]) == (302, "http://10.0.0.1/stock")
    loopback = fresh_shop.get(path_of("inward_loopback"))
    target = loopback.headers["location"]
    assert target.startswith("http://127.0.0.1:")
    assert not target.startswith(fresh_shop.base + "/")
    Visitor(target.removesuffix("/prices"), fresh_shop.process).get("/prices")
    assert fresh_shop.stop() == "trap-count 1\n"


def test_a_trap_that_nobody_fell_into(fresh_shop: Visitor) -> None:
    fresh_shop.get("/")
    assert fresh_shop.stop() == "trap-count 0\n"
    assert fresh_shop.process.returncode == 0


def test_odd_pictures(shop: Visitor) -> None:
    bomb = shop.get("/pictures/bomb.png").body
    width, height = struct.unpack(">II", bomb[16:24])
    assert width * height > 80_000_000
    assert len(bomb) < 200_000
    flat = shop.get("/pictures/flat.png").body
    start = flat.index(b"IDAT") + 4
    length = struct.unpack(">I", flat[start - 8 : start - 4])[0]
    rows = zlib.decompress(flat[start : start + length])
    assert set(rows) == {0, 0xE8}
    broken = shop.get("/pictures/broken.jpg").body
    assert broken.startswith(b"\xff\xd8\xff")
    assert not broken.endswith(b"\xff\xd9")


def test_the_calendar_never_ends(shop: Visitor) -> None:
    path, seen = "/lich/2026-11", set()
    for _ in range(40):
        seen.add(path)
        path = [link for link in page_of(shop, path).links if link.startswith("/lich/")][-1]
    assert len(seen) == 40
    assert shop.get("/lich/2026-13").status == 404


def test_a_duplicate_by_query_string(shop: Visitor) -> None:
    tracked = [link for link in page_of(shop, "/").links if "utm_source" in link]
    assert tracked
    offer = MARKETPLACE.by_path[tracked[0].split("?")[0]]
    assert shop.get(tracked[0]).body == shop.get(offer.path).body


@pytest.mark.parametrize("key", sorted(COPIED_OFFERS))
def test_a_language_copy_names_its_original(shop: Visitor, key: str) -> None:
    offer = MARKETPLACE.offers[key]
    assert f"/en{offer.path}" in page_of(shop, offer.path).links
    copy = shop.get(f"/en{offer.path}").text
    assert f'<link rel="canonical" href="{shop.base}{offer.path}">' in copy
    assert '<html lang="en">' in copy


def test_only_the_copied_offers_have_a_copy(shop: Visitor) -> None:
    offer = next(o for o in OFFERS if o.id not in COPIED_OFFERS)
    assert shop.get(f"/en{offer.path}").status == 404


def test_the_newspaper(shop: Visitor) -> None:
    links = page_of(shop, "/news/").links
    sponsors = []
    for article in MARKETPLACE.articles:
        assert article.path in links
        page = page_of(shop, article.path)
        (data,) = page.data
        assert (data["@type"], data["headline"], data["articleBody"]) == ("NewsArticle", article.title, article.body)
        sponsors.append(data.get("sponsor", {}).get("name"))
    assert [bool(sponsor) for sponsor in sponsors] == [False, False, False, True]
