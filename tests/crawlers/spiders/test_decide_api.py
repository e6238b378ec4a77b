"""What follows from an API's answers: refusals, walls in the place of JSON, addresses that lead elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawlers.extract.reading import Link
from crawlers.sites.api_site import ApiSite
from crawlers.sites.catalogue import pages_of, site_profile
from crawlers.spiders.access import Access
from crawlers.spiders.answer import Answer, Postponed, Settled, Step
from crawlers.spiders.api_pages import further_pages
from crawlers.spiders.decide import Ground
from crawlers.spiders.decide_api import decide_api
from listings.errors import Unreadable
from listings.page import Redirect, SentRequest, WantedPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CAPTCHA = (
    b"<html><head><title>Just a moment...</title></head>"
    b"<body><div id='cf-challenge'>Verify you are human</div></body></html>"
)


def site_named(name: str) -> ApiSite:
    pages = pages_of(site_profile(name))
    assert isinstance(pages, ApiSite)
    return pages


def step(name: str, status: int, body: object, *, tries: int = 0, kind: str = "application/json") -> Step:
    address = "https://service.example/youtube/v3/search?q=x"
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Answer(url=address, status=status, headers={"content-type": kind}, body=raw, fetched_at=NOW)
    ground = Ground(profile=site_profile(name), start="https://service.example")
    return decide_api(WantedPage(url=address, kind="index", tries=tries), answer, ground, site_named(name))


@pytest.mark.parametrize(
    ("name", "status", "body", "reason"),
    [
        ("youtube", 403, {"error": {"errors": [{"reason": "quotaExceeded"}]}}, "rate_limited"),
        ("youtube", 400, {"error": {"message": "API key not valid."}}, "login_wall"),
        ("youtube", 403, {"error": {"errors": [{"reason": "forbidden"}]}}, "blocked"),
        ("meta_ad_library", 400, {"error": {"code": 190, "message": "expired"}}, "login_wall"),
        ("meta_ad_library", 400, {"error": {"code": 613, "message": "calls"}}, "rate_limited"),
        ("meta_ad_library", 400, {"error": "odd"}, "blocked"),
        ("mastodon", 401, {"error": "This method requires an authenticated user"}, "login_wall"),
        ("woocommerce", 200, {"code": "rest_no_route"}, "broken_markup"),
    ],
)
def test_a_refusal_is_named_by_what_the_service_says(name: str, status: int, body: object, reason: str) -> None:
    settled = step(name, status, body)
    assert isinstance(settled, Settled)
    assert (settled.outcome.state, settled.outcome.reason) == ("unreadable", reason)
    assert settled.outcome.capture is not None


@pytest.mark.parametrize("status", [200, 403])
def test_a_captcha_in_the_place_of_json_is_a_captcha(status: int) -> None:
    settled = step("tiki", status, CAPTCHA, kind="text/html")
    assert isinstance(settled, Settled)
    assert settled.outcome.reason == "captcha"


def test_a_token_that_ran_out_is_asked_for_once_more() -> None:
    assert isinstance(step("bluesky", 400, {"error": "ExpiredToken"}), Postponed)
    assert isinstance(step("ebay", 401, {"errors": []}), Postponed)
    settled = step("bluesky", 400, {"error": "ExpiredToken"}, tries=2)
    assert isinstance(settled, Settled)
    assert settled.outcome.reason == "login_wall"


def test_a_busy_service_is_given_time_and_what_is_gone_is_gone() -> None:
    assert isinstance(step("youtube", 503, {}), Postponed)
    settled = step("tiki", 404, {})
    assert isinstance(settled, Settled)
    assert settled.outcome.state == "gone"


def test_an_answer_leads_nowhere_but_on_its_own_origin() -> None:
    page = WantedPage(url="https://service.example/a?page=1", kind="index")
    links = [
        Link(url="https://service.example/a?page=2#currency=VND", kind="next"),
        Link(url="https://elsewhere.example/steal", kind="next"),
        Link(url="http://service.example/in-the-clear", kind="listing"),
        Link(url="https://service.example:8443/other-port", kind="listing"),
        Link(url="https://service.example/" + "x" * 3000, kind="listing"),
    ]
    assert [found.url for found in further_pages(links, page)] == [links[0].url]


def test_a_way_on_that_is_not_taken_is_said() -> None:
    body = {"kind": "youtube#searchListResponse", "nextPageToken": "x" * 3000, "items": [{"id": {}}]}
    settled = step("youtube", 200, body)
    assert isinstance(settled, Settled)
    assert (settled.outcome.reason, settled.outcome.found) == ("truncated", ())


def test_every_spelling_of_a_secret_is_taken_out_of_what_is_kept() -> None:
    access = Access(site_named("meta_ad_library"), {"access_token": 'EAA/b|c"dé'.replace("é", "e")})
    secret = 'EAA/b|c"de'
    spellings = [secret, "EAA%2Fb%7Cc%22de", 'EAA/b|c\\"de', 'EAA\\/b|c\\"de']
    body = " ".join(spellings).encode()
    url, headers = f"https://x.example/?t={spellings[1]}", {"link": secret}
    asked = SentRequest(method="GET", url=url, headers=headers)
    redirect = Redirect(request=asked, fetched_at=NOW, status=302, headers={"location": url}, body=body)
    sent = replace(asked, redirects=(redirect,))
    answer = Answer(url=url, status=200, headers=headers, body=body, fetched_at=NOW, request=sent)
    kept = access.without_secrets(answer)
    told = repr(kept)
    assert [spelling for spelling in spellings if spelling in told] == []
    assert kept.request is not None
    assert kept.request.redirects[0].body == kept.body
    assert kept.body == b" ".join([b"[key removed]"] * 4)
    assert secret not in kept.headers["link"]
    assert spellings[1] not in kept.url


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b'{"error": "invalid_client"}', "login_wall"),
        (200, b"<html>", "login_wall"),
        (200, b'{"access_token": "a\\nb"}', "login_wall"),
        (200, b'{"access_token": 7}', "login_wall"),
        (503, b"", "server_error"),
        (429, b"", "rate_limited"),
    ],
)
def test_a_sign_in_that_gives_no_token_names_the_reason(status: int, body: bytes, reason: str) -> None:
    access = Access(site_named("ebay"), {"client_id": "a" * 8, "client_secret": "b" * 8})
    with pytest.raises(Unreadable) as caught:
        access.take_token(status, body)
    assert caught.value.reason == reason
    assert access.needs_token
