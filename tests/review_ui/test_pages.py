from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi import FastAPI
from fastapi.testclient import TestClient

from review_ui.guards import MAX_BODY_BYTES
from store.open import Stores
from tests.review_ui.people import Person, token_in
from tests.review_ui.samples import COPY, HOSTILE, PASSWORD, digest, keep_hit

People = Callable[[str], Person]


def parsed(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "lxml", multi_valued_attributes=None)


def attribute(node: Tag, name: str) -> str:
    return str(node.get(name, ""))


PAGES = ("/", "/review", "/hits/1", "/hits/3", "/decided", "/takedowns", "/sources", "/runs", "/unreadable", "/rules")


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_for_a_sign_in(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?then={path}")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_keeps_the_rules(person: People, path: str, language: str) -> None:
    ha = person("ha")
    assert ha.send("/language", language=language, back="/").status_code == 303
    answer = ha.client.get(path)
    tree = parsed(answer.text)
    html = tree.select_one("html")
    assert html is not None
    assert html["lang"] == language
    assert len(tree.select("main")) == len(tree.select("h1")) == len(tree.select("header.top")) == 1
    assert not [node for node in tree.select("script") if node.get("src", "") == "" or node.get_text().strip()]
    assert not tree.select("[style], style, iframe, object, embed, base")
    handlers = [name for node in tree.select("*") for name in node.attrs if name.startswith("on")]
    assert handlers == []
    outside = [a for a in tree.select("a") if not attribute(a, "href").startswith(("/", "#"))]
    assert all(attribute(a, "href").startswith("https://") for a in outside)
    assert all("noreferrer" in attribute(a, "rel") for a in outside)
    ids = [node["id"] for node in tree.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(image.get("alt", "") for image in tree.select("img"))


def test_headers_are_strict(person: People) -> None:
    headers = person("lan").client.get("/review").headers
    policy = headers["content-security-policy"]
    for part in (
        "default-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_session_cookie_is_closed_to_scripts_and_other_sites(visitor: TestClient) -> None:
    token = token_in(visitor.get("/sign-in").text)
    answer = visitor.post("/sign-in", data={"form_token": token, "name": "lan", "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("soi_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_hostile_text_is_shown_and_never_runs(person: People) -> None:
    lan = person("lan")
    for path in ("/", "/hits/3"):
        page = lan.page(path)
        assert HOSTILE not in page
        assert "<script>alert" not in page
        tree = parsed(page)
        shown = tree.select_one("main")
        assert shown is not None
        assert HOSTILE in shown.get_text()
        assert not tree.select("img[onerror], [onmouseover]")


def test_a_javascript_address_is_text(person: People) -> None:
    tree = parsed(person("lan").page("/hits/3"))
    assert not [a for a in tree.select("a") if "javascript" in attribute(a, "href")]
    assert "javascript:alert(1)" in tree.get_text()


def test_marks_of_overlapping_findings(person: People) -> None:
    tree = parsed(person("lan").page("/hits/1"))
    marks = ["".join(mark.find_all(string=True, recursive=False)).strip() for mark in tree.select(".text mark")]
    assert marks == ["Chữa k", "hỏi hoàn toàn bệnh tiểu đường", "chỉ sau 2"]


def test_findings_say_rule_law_and_reason_in_the_screens_language(person: People) -> None:
    lan = person("lan")
    vietnamese = parsed(lan.page("/hits/1")).select("#finding-1")[0].get_text()
    lan.send("/language", language="en", back="/")
    english = parsed(lan.page("/hits/1")).select("#finding-1")[0].get_text()
    assert "vn-ad-disease-cure" in vietnamese
    assert "Điều 8 Luật Quảng cáo 16/2012/QH13" in vietnamese
    assert "được nói là chữa khỏi bệnh" in vietnamese
    assert "Legal basis" in english
    assert "is said to cure a disease" in english


def test_decide_by_form_and_the_next_comes(person: People, stores: Stores) -> None:
    lan = person("lan")
    tree = parsed(lan.page("/review"))
    names = [node["name"] for node in tree.select("input[value=reject]")]
    given = {str(names[0]): "reject", "verdict": "confirm", "reason": "false_claim", "note": " ghi chú ", "site": ""}
    decided = lan.send("/hits/1/decision", **given)
    assert (decided.status_code, decided.headers["location"]) == (303, "/review")
    (decision,) = stores.hits.recent("lan")
    assert (decision.verdict, decision.reason, decision.note) == ("confirm", "false_claim", "ghi chú")
    assert [f.upheld for f in decision.findings].count(False) == 1
    assert 'action="/hits/2/decision"' in lan.page("/review")
    assert "false" not in parsed(lan.page("/decided")).select("table")[0].get_text()


def test_park_until_a_day(person: People, stores: Stores) -> None:
    lan = person("lan")
    lan.page("/review")
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    given = {"verdict": "park", "reason": "needs_evidence", "park_until": day}
    assert lan.send("/hits/1/decision", **given).status_code == 303
    until = stores.hits.recent("lan")[0].park_until
    assert until is not None
    assert (until + timedelta(hours=7)).date().isoformat() == day
    assert 'action="/hits/2/decision"' in lan.page("/review")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"verdict": "confirm"},
        {"verdict": "reopen", "reason": "mistake"},
        {"verdict": "confirm", "reason": "duplicate"},
        {"verdict": "park", "reason": "needs_evidence", "park_until": "soon"},
        {"verdict": "confirm", "reason": "false_claim", "finding-x": "uphold"},
        {"verdict": "confirm", "reason": "false_claim", "note": "x" * 2001},
    ],
)
def test_malformed_decisions_are_422_and_change_nothing(person: People, stores: Stores, given: dict[str, str]) -> None:
    lan = person("lan")
    lan.page("/review")
    assert lan.send("/hits/1/decision", **given).status_code == 422
    assert stores.hits.case(1).decisions == ()


def test_a_decision_after_the_lease_went_to_another_is_409(person: People, stores: Stores) -> None:
    lan, minh = person("lan"), person("minh")
    stores.hits.claim_one(1, "lan", lease=timedelta(minutes=1), now=datetime.now(UTC) - timedelta(hours=1))
    minh.page("/review")
    late = lan.send("/hits/1/decision", verdict="confirm", reason="false_claim")
    assert late.status_code == 409
    assert "Kết luận của bạn chưa được ghi" in late.text
    assert stores.hits.case(1).decisions == ()


def test_skip_undo_and_claim(person: People, stores: Stores) -> None:
    lan = person("lan")
    lan.page("/review")
    assert lan.send("/hits/1/skip").status_code == 303
    assert 'action="/hits/2/decision"' in lan.page("/review")
    lan.send("/hits/2/decision", verdict="dismiss", reason="duplicate")
    assert lan.send("/undo").headers["location"] == "/hits/2"
    assert stores.hits.case(2).hit.lease_owner == "lan"
    assert lan.send("/hits/2/extend").status_code == 200
    assert lan.send("/hits/1/claim").headers["location"] == "/hits/1"
    assert person("minh").send("/hits/1/claim").status_code == 409


def test_forms_of_other_sites_are_refused(person: People, stores: Stores) -> None:
    lan = person("lan")
    lan.page("/review")
    order = {"verdict": "dismiss", "reason": "duplicate"}
    token = token_in(lan.page("/"))
    stolen = {"form_token": token_in(person("minh").page("/")), **order}
    for data, headers in (
        (order, {}),
        (stolen, {}),
        ({"form_token": "é", **order}, {}),
        ({"form_token": token, **order}, {"Sec-Fetch-Site": "cross-site"}),
        ({"form_token": token, **order}, {"Sec-Fetch-Site": "same-site"}),
        ({"form_token": token, **order}, {"Origin": "https://elsewhere.example"}),
    ):
        answer = lan.client.post("/hits/1/decision", data=data, headers=headers)
        assert answer.status_code == 403, (data, headers)
    assert stores.hits.case(1).decisions == ()
    own = lan.client.post(
        "/hits/1/decision",
        data={"form_token": token, **order},
        headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    )
    assert own.status_code == 303


@pytest.mark.parametrize("then", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\nb"])
def test_signing_in_leads_nowhere_else(visitor: TestClient, then: str) -> None:
    token = token_in(visitor.get("/sign-in").text)
    data = {"form_token": token, "name": "lan", "password": PASSWORD, "then": then}
    assert visitor.post("/sign-in", data=data).headers["location"] == "/"


def test_signing_out_ends_the_session(person: People) -> None:
    lan = person("lan")
    assert lan.send("/sign-out").status_code == 303
    assert lan.call("GET", "/reasons").status_code == 401


def test_pictures_are_retyped_and_pages_never_served(person: People, stores: Stores) -> None:
    lan = person("lan")
    answer = lan.client.get(f"/evidence/image/{digest(COPY)}")
    assert (answer.headers["content-type"], answer.content) == ("image/jpeg", COPY)
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("inline")
    for hostile in (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html>", b""):
        kept = stores.evidence.put(hostile, "image/png")
        assert lan.client.get(f"/evidence/image/{kept}").status_code == 404
    assert lan.client.get(f"/evidence/image/{'0' * 64}").status_code == 404
    assert lan.client.get("/evidence/image/..%2f..%2fsoi.sqlite").status_code in {404, 422}


def test_raw_captures_are_sealed_to_roles_and_only_saved(person: People, stores: Stores) -> None:
    capture = stores.hits.case(1).captures[0]
    assert person("lan").client.get(f"/evidence/capture/{capture}").status_code == 403
    answer = person("ha").client.get(f"/evidence/capture/{capture}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_erased_pictures_are_named_as_such(person: People, stores: Stores) -> None:
    stores.evidence.erase(digest(COPY), "ha", "yêu cầu", datetime.now(UTC))
    lan = person("lan")
    assert "đã xoá theo quy định" in lan.page("/hits/1")
    assert lan.client.get(f"/evidence/image/{digest(COPY)}").status_code == 404


def test_takedowns_are_built_marked_and_taken_out(person: People) -> None:
    lan, ha = person("lan"), person("ha")
    lan.page("/review")
    lan.send("/hits/1/decision", verdict="confirm", reason="false_claim")
    assert lan.send("/takedowns/build").status_code == 403
    assert ha.send("/takedowns/build").status_code == 303
    assert "Chữa khỏi hoàn toàn" in ha.page("/takedowns?platform=generic&state=built")
    assert ha.send("/takedowns/1/mark", state="sent", note="gửi qua cổng").status_code == 303
    assert ha.send("/takedowns/1/mark", state="built").status_code == 409
    assert ha.send("/takedowns/1/mark", state="gone").status_code == 422
    assert "gửi qua cổng" in ha.page("/takedowns")
    one = ha.client.get("/takedowns/export?format=csv&platform=cho-mau")
    assert one.content == b"csv cho-mau vi"
    assert one.headers["content-disposition"].startswith("attachment; filename*=UTF-8''danh-s%C3%A1ch")
    several = ha.client.get("/takedowns/export?format=jsonl")
    assert zipfile.ZipFile(io.BytesIO(several.content)).namelist() == ["danh-sách-all.jsonl", "second.jsonl"]
    assert several.content == ha.client.get("/takedowns/export?format=jsonl").content
    assert lan.client.get("/takedowns/export?format=csv").status_code == 403
    assert ha.client.get("/takedowns/export?format=exe").status_code == 422


def test_queue_walks_every_hit_once(person: People, stores: Stores) -> None:
    for number in range(3, 70):
        keep_hit(stores, number)
    lan = person("lan")
    path: str | None = "/?lang=vi"
    seen: list[str] = []
    while path:
        tree = parsed(lan.page(path))
        seen += [str(a["href"]) for a in tree.select("#rows .title a")]
        more = tree.select_one("#more a")
        path = attribute(more, "href") if more else None
    assert len(seen) == len(set(seen)) == 69


@pytest.mark.parametrize("after", ["x", "nan:1", "inf:2", "1:", "0.5:-1", f"0.5:{10**30}"])
def test_a_cursor_that_is_none_starts_from_the_top(person: People, after: str) -> None:
    assert "/hits/1" in person("lan").page(f"/?after={after}")


def test_huge_bodies_are_refused(visitor: TestClient) -> None:
    assert visitor.post("/sign-in", content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413

    def dripping() -> Iterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 1000 + 1):
            yield b"x" * 1000

    assert visitor.post("/sign-in", content=dripping()).status_code == 413


def test_unknown_pages_and_methods(person: People) -> None:
    lan = person("lan")
    assert "Không tìm thấy" in lan.page("/nowhere", 404)
    assert lan.client.get("/undo").status_code == 405
    assert lan.page("/hits/999", 404)
    assert lan.page("/runs/999", 404)


def test_health(visitor: TestClient) -> None:
    assert visitor.get("/healthz").json() == {"status": "ok"}


def test_runs_and_what_could_not_be_read(person: People, stores: Stores, app: FastAPI) -> None:
    from listings.page import PageOutcome, WantedPage

    source = stores.sources.get("nguon")
    run = stores.runs.open_run("nguon", owner="test", lease=timedelta(minutes=5), now=datetime.now(UTC)).run_id
    crawl = stores.crawl(run, source)
    crawl.offer([WantedPage(url="https://cho-mau.example/a", kind="listing")])
    (page,) = crawl.take(1)
    crawl.keep(PageOutcome(page=page, state="unreadable", reason="captcha"))
    stores.runs.finish(run, "complete")
    lan = person("lan")
    assert "trang đòi mã xác nhận" in lan.page("/unreadable")
    assert "trang đòi mã xác nhận" in lan.page(f"/runs/{run}")
    assert f'href="/runs/{run}"' in lan.page("/runs")


def where_to_after_the_language(answer: str) -> str:
    back = parsed(answer).select_one("form.languages input[name=back]")
    assert back is not None
    return attribute(back, "value")


def test_the_choice_of_the_language_leads_back_with_the_filters(person: People) -> None:
    ha = person("ha")
    back = where_to_after_the_language(ha.page("/decided?reason=replica&page=2"))
    assert back == "/decided?reason=replica&page=2"
    assert ha.send("/language", language="en", back=back).headers["location"] == back


def test_it_leads_from_a_forms_answer_to_a_page_that_can_be_opened(person: People) -> None:
    ha = person("ha")
    answer = ha.client.post("/hits/1/decision", data={"form_token": "of another page"})
    assert answer.status_code >= 400
    assert ha.client.get(where_to_after_the_language(answer.text)).status_code == 200
