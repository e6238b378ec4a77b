from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from listings.review import REASONS
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import CLAIM, HOSTILE, PASSWORD

People = Callable[[str], Person]
PROBLEM = "application/problem+json"


def test_claim_decide_and_next(person: People) -> None:
    lan = person("lan")
    hit = lan.call("POST", "/hits/claim").json()
    cure = hit["findings"][0]
    assert (hit["lease"]["owner"], hit["risk"], hit["state"]) == ("lan", 0.97, "open")
    assert cure["spans"][0]["text"] == CLAIM
    start, end = cure["spans"][0]["start"], cure["spans"][0]["end"]
    assert hit["listing"]["description"][start:end] == CLAIM
    assert hit["listing"]["price"] == "99000"
    order = {"verdict": "confirm", "reason": "false_claim", "findings": [{"finding_id": cure["id"], "upheld": False}]}
    decided = lan.call("POST", f"/hits/{hit['id']}/decision", json=order)
    assert decided.status_code == 200
    assert {f["finding_id"]: f["upheld"] for f in decided.json()["findings"]}[cure["id"]] is False
    assert lan.call("GET", f"/hits/{hit['id']}").json()["state"] == "confirmed"
    assert lan.call("POST", "/hits/claim", json={"filter": {"site": "cho-mau"}}).json()["id"] != hit["id"]


def test_claim_gives_204_when_nothing_waits(person: People) -> None:
    answer = person("lan").call("POST", "/hits/claim", json={"filter": {"site": "elsewhere"}})
    assert (answer.status_code, answer.content) == (204, b"")


def test_release_and_skip(person: People) -> None:
    lan, minh = person("lan"), person("minh")
    first = lan.call("POST", "/hits/claim").json()["id"]
    assert lan.call("POST", f"/hits/{first}/release", json={"skip": True}).status_code == 204
    assert lan.call("POST", "/hits/claim").json()["id"] != first
    assert minh.call("POST", "/hits/claim").json()["id"] == first


def test_reasons_lists_every_code_in_both_languages(person: People) -> None:
    given = {reason["code"]: reason for reason in person("lan").call("GET", "/reasons").json()}
    assert set(given) == {reason.code for reason in REASONS}
    assert given["false_claim"]["verdicts"] == ["confirm"]
    assert all(reason["wording"]["vi"] and reason["wording"]["en"] for reason in given.values())


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "/hits/999", None, 404),
        ("GET", "/hits/0", None, 422),
        ("GET", f"/hits/{10**30}", None, 422),
        ("GET", "/nowhere", None, 404),
        ("DELETE", "/reasons", None, 405),
        ("POST", "/hits/1/decision", {"verdict": "confirm"}, 422),
        ("POST", "/hits/1/decision", {"verdict": "hang", "reason": "counterfeit"}, 422),
        ("POST", "/hits/1/decision", {"verdict": "confirm", "reason": "authorised"}, 422),
        ("POST", "/hits/1/decision", {"verdict": "park", "reason": "needs_evidence"}, 422),
        ("POST", "/hits/999/decision", {"verdict": "confirm", "reason": "counterfeit"}, 404),
        (
            "POST",
            "/hits/1/decision",
            {"verdict": "confirm", "reason": "counterfeit", "findings": [{"finding_id": 999, "upheld": True}]},
            422,
        ),
        ("POST", "/hits/999/release", None, 404),
    ],
)
def test_errors_are_problem_documents(person: People, method: str, path: str, given: object, status: int) -> None:
    answer = person("lan").call(method, path, json=given)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status
    assert answer.json()["title"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"user": "\\ud800", "password": "x"}', b"[]", b'"x"', b""])
def test_malformed_bodies_are_422(visitor: TestClient, body: bytes) -> None:
    answer = visitor.post("/api/v1/session", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic bGFuOng="}])
def test_without_a_token_401(visitor: TestClient, headers: dict[str, str]) -> None:
    answer = visitor.get("/api/v1/reasons", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_cookie_does_not_open_the_api(person: People) -> None:
    assert person("lan").client.get("/api/v1/reasons").status_code == 401


def test_a_hit_held_by_another_is_409(person: People) -> None:
    lan, minh = person("lan"), person("minh")
    hit = lan.call("POST", "/hits/claim").json()["id"]
    order = {"verdict": "dismiss", "reason": "duplicate"}
    assert minh.call("POST", f"/hits/{hit}/decision", json=order).status_code == 409
    assert minh.call("POST", f"/hits/{hit}/release").status_code == 409
    assert lan.call("POST", f"/hits/{hit}/decision", json=order).status_code == 200
    assert lan.call("POST", f"/hits/{hit}/decision", json=order).status_code == 409
    assert len(lan.call("GET", f"/hits/{hit}").json()["decisions"]) == 1


def test_a_lapsed_lease_that_another_took_is_409(person: People, stores: Stores) -> None:
    lan, minh = person("lan"), person("minh")
    past = datetime.now(UTC) - timedelta(hours=1)
    hit = stores.hits.claim("lan", lease=timedelta(minutes=10), now=past)
    assert hit is not None
    assert minh.call("POST", "/hits/claim").json()["id"] == hit.id
    order = {"verdict": "confirm", "reason": "counterfeit"}
    late = lan.call("POST", f"/hits/{hit.id}/decision", json=order)
    assert (late.status_code, late.headers["content-type"]) == (409, PROBLEM)
    assert minh.call("POST", f"/hits/{hit.id}/decision", json=order).status_code == 200
    assert [d["user"] for d in minh.call("GET", f"/hits/{hit.id}").json()["decisions"]] == ["minh"]


def test_racing_claims_never_give_one_hit_twice(person: People) -> None:
    people = [person(name) for name in ("lan", "minh", "ha")]
    claimed: list[int] = []
    start = threading.Barrier(len(people))

    def race(who: Person) -> None:
        start.wait()
        claimed.append(who.call("POST", "/hits/claim").json()["id"])

    threads = [threading.Thread(target=race, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 3


def test_passed_hits_are_answered_by_leads_only(person: People) -> None:
    lan, ha = person("lan"), person("ha")
    hit = lan.call("POST", "/hits/claim").json()["id"]
    passed = {"verdict": "pass", "reason": "needs_second_opinion"}
    assert lan.call("POST", f"/hits/{hit}/decision", json=passed).status_code == 200
    order = {"verdict": "dismiss", "reason": "duplicate"}
    refused = lan.call("POST", f"/hits/{hit}/decision", json=order)
    assert (refused.status_code, refused.headers["content-type"]) == (403, PROBLEM)
    assert ha.call("POST", f"/hits/{hit}/decision", json=order).status_code == 200


def test_wrong_passwords_are_401_and_soon_429(visitor: TestClient) -> None:
    wrong = {"user": "lan", "password": "wrong"}
    statuses = [visitor.post("/api/v1/session", json=wrong).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    refused = visitor.post("/api/v1/session", json={"user": "lan", "password": PASSWORD})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0


def test_unknown_and_known_names_read_the_same(visitor: TestClient) -> None:
    answers = [visitor.post("/api/v1/session", json={"user": n, "password": "x"}).json() for n in ("lan", "nobody")]
    assert answers[0] == answers[1]


def test_hostile_text_comes_back_exactly(person: People) -> None:
    hit = person("lan").call("GET", "/hits/3").json()
    assert hit["listing"]["title"] == HOSTILE


def test_openapi_describes_the_errors(app: FastAPI, visitor: TestClient) -> None:
    described = visitor.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/v1/captures",
        "/api/v1/session",
        "/api/v1/reasons",
        "/api/v1/hits/claim",
        "/api/v1/hits/{hit_id}",
        "/api/v1/hits/{hit_id}/decision",
        "/api/v1/hits/{hit_id}/release",
    }
    decision = described["paths"]["/api/v1/hits/{hit_id}/decision"]["post"]["responses"]
    assert {"200", "401", "403", "404", "409", "422"} <= set(decision)
    assert PROBLEM in decision["409"]["content"]
    assert "HTTPValidationError" not in str(described)
    assert all(list(answer["content"]) == [PROBLEM] for code, answer in decision.items() if code >= "400")
