"""Runs against services that refuse, redirect, forbid or let a token run out."""

from __future__ import annotations

import hashlib
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page
from tests.crawlers.sites.service import Service
from tests.crawlers.sites.test_recorded import crawl, stored

SIGN_IN = {"ebay": "/identity/v1/oauth2/token", "bluesky": "/xrpc/com.atproto.server.createSession"}


@pytest.mark.parametrize("site", SIGN_IN)
def test_refused_keys_stop_the_run_as_a_wall(site: str, tmp_path: Path) -> None:
    with Service(site) as service:
        service.put(SIGN_IN[site], Page('{"error": "invalid_client"}', status=401, media_type="application/json"))
        crawled = crawl(tmp_path, site, service)
    assert crawled.run["finish"] == "stopped"
    assert crawled.run["unreadable"] == {"login_wall": 1}
    assert service.paths() == [SIGN_IN[site]]


def test_a_token_that_runs_out_is_renewed_and_nothing_is_lost(tmp_path: Path) -> None:
    with Service("ebay") as service:
        search = "/buy/browse/v1/item_summary/search"
        recorded, asked = service.pages[search].serve, 0

        def expiring(handler: BaseHTTPRequestHandler) -> None:
            nonlocal asked
            asked += 1
            if asked == 2:
                handler.answer(Page('{"errors": []}', status=401, media_type="application/json"))  # type: ignore[attr-defined]
            elif recorded is not None:
                recorded(handler)

        service.put(search, Page(serve=expiring))
        crawled = crawl(tmp_path, "ebay", service)
    assert (crawled.run["finish"], crawled.run["unreadable"]) == ("complete", {})
    assert set(stored(tmp_path)) == {listing["id"] for listing in service.recorded.expected}
    assert service.paths().count(SIGN_IN["ebay"]) == 2


def test_a_key_is_not_carried_over_a_redirect(tmp_path: Path) -> None:
    with LoopbackSite() as thief, Service("youtube") as service:
        service.put("/youtube/v3/search", Page(status=302, headers={"Location": f"{thief.url}/youtube/v3/search"}))
        crawled = crawl(tmp_path, "youtube", service)
    assert thief.paths() == []
    assert crawled.run["unreadable"] == {"blocked": 1}


def test_robots_txt_is_obeyed_where_no_key_was_given_to_us(tmp_path: Path) -> None:
    with Service("woocommerce") as service:
        service.put("/robots.txt", Page("User-agent: *\nDisallow: /cua-hang/wp-json/\n", media_type="text/plain"))
        crawled = crawl(tmp_path, "woocommerce", service)
    assert service.paths() == ["/robots.txt"]
    assert [end for end, _ in crawled.outcomes.values()] == ["banned"]


class _Goods:
    """A shop's API with validators: two products a page, and the pages that were asked for conditionally."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.asked: list[tuple[str, int]] = []

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        page = int(parse_qs(urlsplit(handler.path).query)["page"][0])
        shown = list(enumerate(self.names, start=1))[2 * page - 2 : 2 * page]
        goods = [{"id": number, "name": name, "permalink": f"https://shop.example/{number}"} for number, name in shown]
        body = json.dumps(goods)
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:12]}"'
        status = 304 if handler.headers.get("If-None-Match") == tag else 200
        self.asked.append((f"{page}{'?' if 'If-None-Match' in handler.headers else ''}", status))
        headers = {"ETag": tag, "X-WP-TotalPages": str(-(-len(self.names) // 2))}
        given = Page("" if status == 304 else body, status=status, media_type="application/json", headers=headers)
        handler.answer(given)  # type: ignore[attr-defined]


def test_what_did_not_change_is_not_sent_again_and_nothing_behind_it_is_lost(tmp_path: Path) -> None:
    goods = _Goods("Kem A", "Kem B", "Kem C", "Kem D", "Kem E", "Kem F")
    with LoopbackSite({"/wp-json/wc/store/v1/products": Page(serve=goods.serve)}) as shop:
        runs = []
        for change in ({}, {}, {2: "Kem C rẻ hơn"}, {6: "Kem G"}):
            for place, name in change.items():
                goods.names[place : place + 1] = [name]
            goods.asked.clear()
            crawled = run_crawl(tmp_path, f"{shop.url}/", site="woocommerce", allow=[shop.host])
            runs.append((list(goods.asked), crawled.run["listings"], crawled.run["finish"]))
    same = {"new": 0, "changed": 0, "same": 6, "gone": 0}
    assert runs == [
        ([("1", 200), ("2", 200), ("3", 200)], {**same, "new": 6, "same": 0}, "complete"),
        # The last page is always read: what comes in later stands behind it.
        ([("1?", 304), ("2?", 304), ("3", 200)], same, "complete"),
        ([("1?", 304), ("2?", 200), ("3", 200)], {**same, "changed": 1, "same": 5}, "complete"),
        ([("1?", 304), ("2?", 304), ("3", 200), ("4", 200)], {**same, "new": 1}, "complete"),
    ]


def test_an_api_that_pages_without_end_is_bounded(tmp_path: Path) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        body = '[{"id": 1, "name": "Kem", "permalink": "https://shop.example/san-pham/kem"}]'
        headers = {"X-WP-TotalPages": "1000000"}
        handler.answer(Page(body, media_type="application/json", headers=headers))  # type: ignore[attr-defined]

    with Service("woocommerce") as service:
        path = urlsplit(service.recorded.exchanges[0]["path"]).path
        service.put(path, Page(serve=endless))
        source = {**service.recorded.source, "limit": 7}
        service.recorded.source.clear()
        service.recorded.source.update(source)
        crawled = crawl(tmp_path, "woocommerce", service)
    assert crawled.run["finish"] == "stopped"
    assert crawled.run["listings"]["new"] == 1
    assert len([asked for asked in service.paths() if asked.startswith(path)]) == 7
