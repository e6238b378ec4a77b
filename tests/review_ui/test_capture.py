"""Captures by API and screen: the narrow token, the bounds, the list of pages to capture."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from listings.finding import Verdict
from listings.page import PageOutcome, WantedPage
from listings.wording import Wording
from review_ui.api.captures import MAX_CAPTURE_BYTES
from review_ui.extension_origin import EXTENSION_ORIGIN
from review_ui.watching import JUDGING_LANE
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import COPY, NOW, finding

URL = "https://cho-mau.example/tin/60123"
HTML = (
    '<html lang="vi"><head><title>Nón lá</title></head><body><main><h1>Nón lá bài thơ</h1>'
    '<img src="/non.png" alt="Nón lá"><span class="price">60.000₫</span>'
    f"{'<p>Nón đan tay ở làng.</p>' * 9}</main></body></html>"
)
WALL = (
    "<html><title>Xác minh</title><body>Xác minh bạn không phải là robot<iframe src='/captcha'></iframe></body></html>"
)

VERDICT = Verdict(findings=(finding("disease_cure", 0.9, Wording("Nói chữa bệnh", "Says it cures")),), risk=0.9)


@pytest.fixture
def token(stores: Stores) -> str:
    return stores.capture_tokens.issue("lan", "máy bàn", NOW)


def capture(**changes: Any) -> bytes:
    given = {
        "capture": "soi/1",
        "url": URL,
        "html": HTML,
        "text": "",
        "captured_at": (NOW - timedelta(minutes=1)).isoformat(),
        "user_agent": "Mẫu/1",
        "viewport": {"width": 1200, "height": 800},
        "images": [{"url": "https://cho-mau.example/non.png", "data_base64": base64.b64encode(COPY).decode()}],
        "screenshot": {"media_type": "image/jpeg", "data_base64": base64.b64encode(b"\xff\xd8\xffshot").decode()},
    }
    return json.dumps(given | changes).encode()


def send(client: TestClient, token: str, body: bytes, **headers: str) -> Response:
    named = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | headers
    return client.post("/api/v1/captures", content=body, headers=named)


def test_a_capture_becomes_a_listing_with_evidence(visitor: TestClient, stores: Stores, token: str) -> None:
    stores.wanted_captures.add([URL + "?utm_source=zalo", "https://cho-mau.example/tin/2"], "ha", NOW)
    answer = send(visitor, token, capture())
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["outcome"], told["reason"], told["closed"]) == ("read", None, True)
    assert told["next"] == "https://cho-mau.example/tin/2"
    stored = stores.listings.get(told["listings"][0]["id"])
    assert (stored.listing.title, stored.listing.captured_by) == ("Nón lá bài thơ", "person")
    assert [image.state for image in stored.images] == ["read"]
    assert stored.capture is not None
    assert stores.evidence.get(stored.capture).decode() == HTML
    assert stores.evidence.verify().sound
    (done,) = stores.wanted_captures.page("captured")
    assert (done.ended_by, stores.wanted_captures.counts()["to_do"]) == ("lan", 1)


def test_what_was_sent_before_is_answered_and_not_kept_twice(visitor: TestClient, stores: Stores, token: str) -> None:
    first = send(visitor, token, capture()).json()
    entries = stores.evidence.verify().entries
    again = send(visitor, token, capture()).json()
    assert (again["id"], again["repeated"], first["repeated"]) == (first["id"], True, False)
    assert again["listings"] == first["listings"]
    assert stores.evidence.verify().entries == entries


def test_a_wall_is_evidence_and_no_listing_even_with_selected_text(
    visitor: TestClient, stores: Stores, token: str
) -> None:
    before = len(stores.listings.page(0, 1000))
    stores.wanted_captures.add([URL], "ha", NOW)
    told = send(visitor, token, capture(html=WALL, text="Túi nhái loại một")).json()
    assert (told["outcome"], told["reason"], told["listings"]) == ("unreadable", "captcha", [])
    assert (told["closed"], stores.wanted_captures.counts()["to_do"]) == (False, 1)
    assert len(stores.listings.page(0, 1000)) == before
    assert "capture" in {entry.kind for entry in stores.evidence.entries(0, 1000)}


@pytest.mark.parametrize("given", ["", "soi-capture-wrong", "Bearer"])
def test_without_a_token_nothing_is_read(visitor: TestClient, stores: Stores, given: str) -> None:
    answer = send(visitor, given, b"x" * 100)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert stores.received.page() == []


def test_the_token_opens_nothing_else_and_a_sign_in_does_not_send(
    visitor: TestClient, person: Callable[[str], Person], token: str
) -> None:
    bearer = {"Authorization": f"Bearer {token}"}
    assert visitor.get("/api/v1/hits/1", headers=bearer).status_code == 401
    assert visitor.post("/api/v1/hits/claim", headers=bearer).status_code == 401
    visitor.cookies.set("soi_session", token)
    assert visitor.get("/").status_code == 303
    lan = person("lan")
    sent = lan.client.post("/api/v1/captures", content=capture(), headers=lan.bearer)
    assert sent.status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"", "application/json", 422),
        (b"{}", "application/json", 422),
        (b"[1]", "application/json", 422),
        (b'{"capture": "soi/1"', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (capture(url="javascript:alert(1)"), "application/json", 422),
        (capture(capture="soi/9"), "application/json", 422),
        (b"x" * (MAX_CAPTURE_BYTES + 1), "application/json", 413),
    ],
    ids=lambda given: str(given)[:30],
)
def test_what_is_no_capture_is_refused_with_its_reason(
    visitor: TestClient, token: str, body: bytes, kind: str, status: int
) -> None:
    answer = send(visitor, token, body, **{"Content-Type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]
    stores: Stores = visitor.app.state.stores  # type: ignore[attr-defined]  # the application's own state
    assert stores.received.page() == []


def test_only_the_extension_may_read_the_answer(visitor: TestClient, token: str) -> None:
    asked = {"Origin": EXTENSION_ORIGIN, "Access-Control-Request-Method": "POST"}
    allowed = visitor.options("/api/v1/captures", headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, EXTENSION_ORIGIN)
    refused = send(visitor, "wrong", b"{}", Origin=EXTENSION_ORIGIN)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, EXTENSION_ORIGIN)
    for origin in ("https://evil.example", "null", EXTENSION_ORIGIN + ".evil.example", "chrome-extension://aaaa"):
        answer = visitor.options("/api/v1/captures", headers=asked | {"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers
    elsewhere = visitor.options("/api/v1/hits/claim", headers=asked)
    assert "access-control-allow-origin" not in elsewhere.headers


def test_a_token_is_issued_shown_once_and_revoked(person: Callable[[str], Person], stores: Stores) -> None:
    lan = person("lan")
    shown = lan.send("/capture/tokens", name="máy <b>nhà</b>").text
    found = re.search(r'id="token">(soi-capture-[\w-]+)<', shown)
    assert found is not None
    assert "máy &lt;b&gt;nhà" in shown
    assert found[1] not in lan.page("/capture")
    assert send(lan.client, found[1], capture()).status_code == 201
    (kept,) = stores.capture_tokens.of("lan")
    assert kept.used_at is not None
    assert person("minh").send(f"/capture/tokens/{kept.id}/revoke").status_code == 404
    assert lan.send(f"/capture/tokens/{kept.id}/revoke").status_code == 303
    assert send(lan.client, found[1], capture()).status_code == 401
    assert lan.client.post("/capture/tokens", data={"name": "x"}).status_code == 403


def test_pasted_addresses_become_a_list(person: Callable[[str], Person], stores: Stores) -> None:
    lan = person("lan")
    pasted = (
        "https://shopee.vn/a-i.1.2?sp_atk=x\n\nkhông phải\n# ghi chú\nhttps://shopee.vn/a-i.1.2\njavascript:alert(1)"
    )
    shown = lan.send("/capture/pages", addresses=pasted).text
    assert "Đã thêm 1 trang; 1 trang đã có" in shown
    assert "3, 6" in shown
    (page,) = stores.wanted_captures.page("to_do")
    assert 'rel="noopener noreferrer"' in shown
    assert lan.send(f"/capture/pages/{page.id}/skip").status_code == 303
    (skipped,) = stores.wanted_captures.page("skipped")
    assert (skipped.ended_by, skipped.ended_at is not None) == ("lan", True)
    assert lan.send(f"/capture/pages/{page.id}/again").status_code == 303
    assert stores.wanted_captures.counts() == {"to_do": 1, "captured": 0, "skipped": 0}


def test_the_screen_says_where_each_capture_is_and_asks_again_while_one_waits(
    visitor: TestClient, person: Callable[[str], Person], stores: Stores, token: str
) -> None:
    send(visitor, token, capture())
    waiting = person("lan").page("/capture")
    assert "đã nhận, đang chờ phân tích" in waiting
    assert 'id="brought" hx-get="/capture"' in waiting
    version = stores.listings.unjudged(None)[-1]
    hit = stores.judgements.keep(version, "j", VERDICT, NOW)
    queued = person("ha").page("/capture")
    assert f'<a href="/hits/{hit}">' in queued
    assert "trong hàng chờ" in queued
    assert 'id="brought" hx-get' not in queued


def test_what_keeps_the_judging_from_going_on_is_said(person: Callable[[str], Person], stores: Stores) -> None:
    lan = person("lan")
    job = stores.jobs.add("detect", {}, "detect:1", NOW, lane=JUDGING_LANE)
    stores.jobs.lease("w", timedelta(minutes=1), NOW)
    stores.jobs.fail(job.id, "w", "no <b>model</b> is set up", NOW)
    shown = lan.page("/capture")
    assert "no &lt;b&gt;model&lt;/b&gt; is set up" in shown
    stores.jobs.lease("w", timedelta(minutes=1), NOW)
    stores.jobs.done(job.id, "w")
    assert "is set up" not in lan.page("/capture")


def test_a_long_list_is_taken_whole_or_refused_whole(person: Callable[[str], Person], stores: Stores) -> None:
    lan = person("lan")
    long = [f"https://cho-mau.example/tin/{number}?mau=" + "d%C3%A0i" * 20 for number in range(2001)]
    assert lan.send("/capture/pages", addresses="\n".join(long)).status_code == 422
    assert stores.wanted_captures.counts()["to_do"] == 0
    assert "Đã thêm 2.000 trang" in lan.send("/capture/pages", addresses="\n".join(long[:2000])).text


def test_the_tray_shows_single_pages_and_puts_them_on_the_list(person: Callable[[str], Person], stores: Stores) -> None:
    run = stores.runs.open_run("nguon", owner="thử", lease=timedelta(minutes=5), now=NOW)
    crawl = stores.crawl(run.run_id, stores.sources.get("nguon"))
    for number, (kind, reason) in enumerate((("listing", "captcha"), ("image", "image_broken"), ("index", "blocked"))):
        wanted = WantedPage(url=f"https://cho-mau.example/chan/{number}", kind=kind)  # type: ignore[arg-type]
        crawl.keep(PageOutcome(page=wanted, state="unreadable", reason=reason))
    lan = person("lan")
    shown = lan.page("/unreadable")
    assert shown.count('action="/capture/unread/') == 2
    first = stores.unread_pages.page()[-1]
    assert lan.send(f"/capture/unread/{first.id}").status_code == 303
    assert lan.page("/unreadable").count('action="/capture/unread/') == 1
    (page,) = stores.wanted_captures.page("to_do")
    assert (page.url, page.why, page.added_by) == ("https://cho-mau.example/chan/0", "captcha", "lan")
    assert "trang đòi mã xác nhận" in lan.page("/capture")
    later = stores.runs
    later.finish(run.run_id, "complete")
    following = later.open_run("nguon", owner="thử", lease=timedelta(minutes=5), now=NOW)
    again = WantedPage(url="https://cho-mau.example/chan/0", kind="listing")
    stores.crawl(following.run_id, stores.sources.get("nguon")).keep(PageOutcome(page=again, state="read"))
    assert [row.url for row in stores.unread_pages.page()] == ["https://cho-mau.example/chan/2"]


def test_the_extension_can_be_downloaded(person: Callable[[str], Person]) -> None:
    answer = person("lan").client.get("/capture/extension.zip")
    assert answer.content.startswith(b"PK")
    assert b"soi-capture/manifest.json" in answer.content


def test_a_clock_that_runs_ahead_is_not_believed(visitor: TestClient, stores: Stores, token: str) -> None:
    told = send(visitor, token, capture(captured_at="2999-01-01T00:00:00Z")).json()
    assert stores.listings.get(told["listings"][0]["id"]).captured_at <= datetime.now(UTC)
