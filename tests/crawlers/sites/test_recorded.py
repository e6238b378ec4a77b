"""Each site's samples, crawled by the real spider from a real server into the real store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawlers.records import listing_to_json
from crawlers.sites.api_site import ApiSite
from crawlers.sites.catalogue import SITES, pages_of, site_profile
from listings.page import Capture
from store.open import open_stores
from tests.crawlers.crawling import Crawled, run_crawl
from tests.crawlers.sites.service import RECORDED, Service


def crawl(workspace: Path, site: str, service: Service) -> Crawled:
    source = {"query": None, "keys": {}} | service.recorded.source
    start = source.pop("start")
    return run_crawl(workspace, start, site=site, allow=[service.host], **source)


def stored(workspace: Path) -> dict[str, dict[str, object]]:
    with open_stores(f"sqlite:///{workspace / 'soi.sqlite'}", workspace / "evidence") as stores:
        page = stores.listings.page(limit=100)
    listings = [listing_to_json(each.listing) for each in page]
    assert len({listing["id"] for listing in listings}) == len(listings)
    return {str(listing["id"]): listing for listing in listings}


def test_every_site_with_an_api_has_samples() -> None:
    assert set(RECORDED) == {site for site in SITES if site_profile(site).rendering == "never"}
    assert all(pages_of(site_profile(site)) is not None for site in RECORDED)


@pytest.mark.parametrize("site", RECORDED)
def test_all_is_found_once_and_a_second_crawl_changes_nothing(site: str, tmp_path: Path) -> None:
    with Service(site) as service:
        first = crawl(tmp_path, site, service)
        asked = [path for path in service.paths() if path != "/robots.txt"]
        second = crawl(tmp_path, site, service)
    assert service.strange == []
    assert (first.run["finish"], first.run["unreadable"]) == ("complete", {}), first.log
    expected = {listing["id"]: listing for listing in service.recorded.expected}
    found = stored(tmp_path)
    assert set(found) == set(expected)
    for known, wanted in expected.items():
        assert {name: found[known].get(name) for name in wanted} == wanted
    assert first.run["listings"] == {"new": len(expected), "changed": 0, "same": 0, "gone": 0}
    assert second.run["listings"] == {"new": 0, "changed": 0, "same": len(expected), "gone": 0}
    posts = sum("POST" in (each.get("method") or "") for each in service.recorded.exchanges)
    assert len(set(asked)) >= len(asked) - posts


@pytest.mark.parametrize("site", [site for site in RECORDED if site_profile(site).api.keys])
def test_no_key_stands_in_log_database_or_evidence(site: str, tmp_path: Path) -> None:
    with Service(site) as service:
        crawled = crawl(tmp_path, site, service)
        pages = pages_of(site_profile(site))
        assert isinstance(pages, ApiSite)
        answers = [each["body"] for each in service.recorded.exchanges]
        tokens = [answer[pages.token_name] for answer in answers if pages.token_name in answer]
        keys = service.recorded.source["keys"]
        secrets = [value for name, value in keys.items() if name not in pages.public_keys] + tokens
    assert secrets
    kept = [crawled.log, json.dumps(crawled.run), json.dumps(crawled.outcomes), *map(json.dumps, contents(tmp_path))]
    database = (tmp_path / "soi.sqlite").read_bytes()
    for secret in secrets:
        for spelling in (secret, json.dumps(secret)[1:-1], json.dumps(secret)[1:-1].replace("/", "\\/")):
            assert not [text for text in kept if spelling in text]
            assert spelling.encode() not in database
    asked = exchanges(tmp_path)
    assert {"[key removed]"} <= {value for each in asked if each.request for value in each.request.headers.values()}
    assert not (set(service.paths()) & {"/robots.txt"}) or any("png" in path for path in service.paths())


def exchanges(workspace: Path) -> list[Capture]:
    with open_stores(f"sqlite:///{workspace / 'soi.sqlite'}", workspace / "evidence") as stores:
        entries = stores.evidence.entries(limit=10_000)
        digests = {entry.subject.removeprefix("blob:") for entry in entries if entry.subject.startswith("blob:")}
        return list(stores.evidence.exchanges(digests))


def contents(workspace: Path) -> list[str]:
    with open_stores(f"sqlite:///{workspace / 'soi.sqlite'}", workspace / "evidence") as stores:
        entries = stores.evidence.entries(limit=10_000)
        digests = {entry.subject.removeprefix("blob:") for entry in entries if entry.subject.startswith("blob:")}
        return [stores.evidence.get(digest).decode("utf-8", "replace") for digest in digests]
