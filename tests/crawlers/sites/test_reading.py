"""Each site's samples, read without a network: from the first address on, every answer and what it leads to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawlers.records import listing_to_json
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiSite, Wish
from crawlers.sites.catalogue import pages_of, site_profile
from listings.errors import Unreadable
from listings.listing import Listing
from listings.page import UNREADABLE_REASONS
from tests.crawlers.sites.service import RECORDED, recorded

BASE = "https://service.example"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def site_named(name: str) -> ApiSite:
    pages = pages_of(site_profile(name))
    assert isinstance(pages, ApiSite)
    return pages


def answers(name: str) -> list[ApiAnswer]:
    """Give all answers of a site in the order they are come upon, each address asked for once."""
    site, samples = site_named(name), recorded(name, BASE)
    waiting = list(site.first(Wish(start=samples.source["start"], query=samples.source.get("query"), now=NOW)))
    given: dict[str, ApiAnswer] = {}
    while waiting:
        address = waiting.pop(0)
        given[address] = answer_to(site, address, samples.exchanges)
        further = [link.url for link in site.read(given[address]).further]
        waiting += [link for link in further if link not in given and link not in waiting]
    return list(given.values())


def answer_to(site: ApiSite, address: str, exchanges: list[dict[str, Any]]) -> ApiAnswer:
    asked = site.request(address)
    found = [
        each
        for each in exchanges
        if each.get("method", "GET") == asked.method
        and split(each["path"]) == split(asked.url)
        and (not asked.body or each["wants"] == json.loads(asked.body))
    ]
    assert found, asked
    body = found[0]["body"]
    raw = body if isinstance(body, str) else json.dumps(body)
    headers = {key.lower(): value for key, value in found[0].get("headers", {}).items()}
    return ApiAnswer(address=address, status=200, headers=headers, body=raw.encode())


def split(address: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(address)
    return parts.path, sorted(parse_qsl(parts.query, keep_blank_values=True))


@pytest.mark.parametrize("name", RECORDED)
def test_every_expected_listing_is_read_once_with_its_fields(name: str) -> None:
    site = site_named(name)
    read: list[Listing] = [listing for answer in answers(name) for listing in site.read(answer).listings]
    found = {listing.id: listing_to_json(listing) for listing in read}
    expected = recorded(name, BASE).expected
    assert len(read) == len(found) == len(expected)
    for wanted in expected:
        assert {field: found[wanted["id"]].get(field) for field in wanted} == wanted


@pytest.mark.parametrize("name", RECORDED)
def test_no_address_leaves_the_origin_or_holds_a_key(name: str) -> None:
    keys = recorded(name, BASE).source.get("keys", {}).values()
    for answer in answers(name):
        assert answer.address.startswith(f"{BASE}/")
        assert not [key for key in keys if key in answer.address]


HOSTILE = [
    b"", b"null", b"[]", b"{}", b"7", b"[null]", b"[[[]]]", b'{"data": 5}', b"<html><p>x</p></html>", b"\xff\xfe\x00",
    b"[" * 100_000, b'{"a":' * 50_000, b'{"products": {"0": {}}}', b"1" * 10_000, b'"\\ud800"', b"NaN",
    b'{"data": [{"id": "\\ud800"}], "items": [1], "posts": [null], "products": [[]], "itemSummaries": ["x"]}',
]  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: repr(body[:30]))
def test_a_broken_answer_gives_a_reason_or_nothing(name: str, body: bytes) -> None:
    site = site_named(name)
    last = answers(name)[-1]
    answer = ApiAnswer(address=last.address, status=200, headers={}, body=body)
    try:
        reading = site.read(answer)
    except Unreadable as error:
        reading = ApiReading(unreadable=error.reason)
    assert reading.unreadable in {None, *UNREADABLE_REASONS}
    assert not [listing for listing in reading.listings if "\ud800" in listing.id]


@pytest.mark.parametrize("name", RECORDED)
def test_one_broken_item_costs_neither_the_others_nor_the_truth(name: str) -> None:
    """The last answer with items in it, one more of them broken: the others are read, and the page says so."""
    site = site_named(name)
    for answer in answers(name):
        whole = site.read(answer)
        body = json.loads(answer.body) if not answer.body.startswith(b"<") else None
        items = list_of_items(body)
        if not whole.listings or items is None:
            continue
        items.append({"id": None, "uri": None, "itemId": [], "ad": 0})
        reading = site.read(ApiAnswer(**{**as_given(answer), "body": json.dumps(body).encode()}))
        assert reading.listings == whole.listings
        assert reading.unreadable == "broken_markup"
        return
    assert name == "tiki"


def list_of_items(body: Any) -> list[Any] | None:
    if isinstance(body, list):
        return body
    for name in ("products", "items", "data", "itemSummaries", "posts", "ads", "statuses"):
        inner = body.get(name) if isinstance(body, dict) else None
        if isinstance(inner, dict):
            return list_of_items(inner)
        if isinstance(inner, list):
            return inner
    return None


def as_given(answer: ApiAnswer) -> dict[str, Any]:
    return {"address": answer.address, "status": answer.status, "headers": answer.headers, "body": answer.body}
