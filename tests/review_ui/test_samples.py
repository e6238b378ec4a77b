"""Listings drawn for checking, and passages that a reviewer marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from listings.passage import PERSON
from store.open import Stores
from tests.review_ui.checks import keep_sample
from tests.review_ui.people import Person, token_in
from tests.review_ui.samples import CLAIM, DESCRIPTION, NOW

People = Callable[[str], Person]
CONFIRM = {"verdict": "confirm", "reason": "false_claim"}
MISSED = "Giao hàng toàn quốc"


def text_of(page: str) -> str:
    return " ".join(BeautifulSoup(page, "lxml").get_text(" ").split())


@pytest.mark.parametrize(
    ("language", "kind", "tag"),
    [
        ("vi", "random", "Mẫu kiểm tra ngẫu nhiên"),
        ("en", "random", "Random check"),
        ("vi", "uncertain", "Mẫu kiểm tra sát ngưỡng"),
        ("en", "uncertain", "Uncertain check"),
    ],
)
def test_a_sample_says_so_and_is_called_suspected_nowhere(
    person: People, stores: Stores, language: str, kind: str, tag: str
) -> None:
    sample = keep_sample(stores, 6, "random" if kind == "random" else "uncertain")
    lan = person("lan")
    lan.send("/language", language=language, back="/")
    assert tag in text_of(lan.page("/"))
    shown = lan.page(f"/hits/{sample}")
    marks = BeautifulSoup(shown, "lxml").select_one(".marks")
    assert marks is not None
    assert tag in marks.get_text()
    assert not marks.select(".suspected")


def test_the_queue_shows_hits_and_samples_apart(person: People, stores: Stores) -> None:
    sample = keep_sample(stores, 6)
    lan = person("lan")
    assert f'"/hits/{sample}"' in lan.page("/")
    assert f'"/hits/{sample}"' not in lan.page("/?only=hits")
    only = lan.page("/?only=samples")
    assert f'"/hits/{sample}"' in only
    assert '"/hits/1"' not in only
    assert "3 tin đang chờ" in text_of(only)
    assert "có 1 mẫu kiểm tra" in text_of(only)
    assert '"/hits/1"' in lan.page("/?only=nonsense")


def test_going_through_samples_alone(person: People, stores: Stores) -> None:
    first, second = keep_sample(stores, 6), keep_sample(stores, 9)
    lan = person("lan")
    assert f'action="/hits/{first}/decision"' in lan.page("/review?samples=true")
    answer = lan.send(f"/hits/{first}/decision", verdict="dismiss", reason="insufficient_grounds", samples="true")
    assert answer.headers["location"] == "/review?samples=true"
    assert f'action="/hits/{second}/decision"' in lan.page("/review?samples=true")
    lan.send(f"/hits/{second}/skip", samples="true")
    assert stores.hits.case(first).hit.state == "dismissed"
    assert 'action="/hits/1/decision"' in lan.page("/review")


def test_a_missed_claim_is_marked_on_a_sample(person: People, stores: Stores) -> None:
    sample = keep_sample(stores, 6)
    lan = person("lan")
    lan.send(f"/hits/{sample}/claim")
    answer = lan.send(f"/hits/{sample}/decision", **CONFIRM, passage_category="disease_cure", passage_text=CLAIM)
    assert answer.status_code == 303
    (found,) = stores.hits.case(sample).findings
    (span,) = found.finding.spans
    assert (found.finding.detector, found.finding.category) == (PERSON, "disease_cure")
    assert (span.field, span.text) == ("description", CLAIM)
    assert found.finding.reason.vi != found.finding.reason.en
    assert CLAIM in text_of(lan.page(f"/hits/{sample}"))


def test_several_passages_are_marked_where_they_were_pointed_at(person: People, stores: Stores) -> None:
    lan = person("lan")
    lan.page("/review")
    second = DESCRIPTION.index("ngày", DESCRIPTION.index("ngày") + 1)
    given = {
        "passage_category": ["disease_cure", "", "guarantee"],
        "passage_text": [MISSED, "", "ngày"],
        "passage_field": ["", "", "description"],
        "passage_start": ["", "", str(second)],
    }
    assert lan.client.post("/hits/1/decision", data={**_token(lan), **CONFIRM, **given}).status_code == 303
    marked = [f.finding for f in stores.hits.case(1).findings if f.finding.detector == PERSON]
    assert [finding.spans[0].text for finding in marked] == [MISSED, "ngày"]
    assert marked[1].spans[0].start == second


def _token(lan: Person) -> dict[str, str]:
    return {"form_token": token_in(lan.page("/"))}


@pytest.mark.parametrize(
    "given",
    [
        {"passage_category": "disease_cure", "passage_text": "không có trong tin"},
        {"passage_category": "", "passage_text": MISSED},
        {"passage_category": "disease_cure", "passage_text": ""},
        {"passage_category": "price_low", "passage_text": MISSED},
        {"passage_category": "no_such", "passage_text": MISSED},
        {"passage_category": "disease_cure", "passage_text": MISSED, "verdict": "dismiss", "reason": "duplicate"},
        {"passage_category": "disease_cure", "passage_text": MISSED, "passage_field": "price"},
    ],
)
def test_what_is_no_passage_is_422_and_changes_nothing(person: People, stores: Stores, given: dict[str, str]) -> None:
    lan = person("lan")
    lan.page("/review")
    before = stores.hits.case(1).findings
    assert lan.send("/hits/1/decision", **{**CONFIRM, **given}).status_code == 422
    assert stores.hits.case(1).hit.state == "open"
    assert stores.hits.case(1).findings == before


@pytest.mark.parametrize("start", ["-1", "9" * 400, "x", "²"])
def test_a_place_that_is_none_is_looked_up(person: People, stores: Stores, start: str) -> None:
    lan = person("lan")
    lan.page("/review")
    given = {"passage_category": "disease_cure", "passage_text": MISSED, "passage_start": start}
    assert lan.send("/hits/1/decision", **CONFIRM, **given).status_code == 303
    assert stores.hits.case(1).findings[-1].finding.spans[0].start == DESCRIPTION.index(MISSED)


def test_the_api_claims_and_marks_samples(person: People, stores: Stores) -> None:
    sample = keep_sample(stores, 6, signal=True)
    lan = person("lan")
    claimed = lan.call("POST", "/hits/claim", json={"filter": {"samples": True}}).json()
    assert (claimed["id"], claimed["sample"]) == (sample, "random")
    assert lan.call("GET", "/hits/1").json()["sample"] is None

    def decided_with(field: str) -> int:
        passage = {"category": "disease_cure", "text": CLAIM, "field": field}
        return lan.call("POST", f"/hits/{sample}/decision", json={**CONFIRM, "passages": [passage]}).status_code

    assert decided_with("title") == 422
    assert decided_with("description") == 200
    assert stores.hits.case(sample).findings[-1].finding.spans[0].text == CLAIM


@pytest.mark.parametrize(
    ("language", "heading", "said"),
    [
        ("vi", "Kết quả nhận diện", "Máy không thấy tuyên bố vi phạm nào."),
        ("en", "What the detectors say", "The detectors found no claim."),
    ],
)
def test_a_sample_with_a_signal_is_called_free_of_claims_only(
    person: People, stores: Stores, language: str, heading: str, said: str
) -> None:
    sample = keep_sample(stores, 6, signal=True)
    lan = person("lan")
    lan.send("/language", language=language, back="/")
    shown = lan.page(f"/hits/{sample}")
    assert BeautifulSoup(shown, "lxml").select("#labels")[0].get_text() == heading
    assert said in text_of(shown)


@pytest.mark.parametrize(("language", "marked"), [("vi", "do người xem xét đánh dấu"), ("en", "marked by a reviewer")])
def test_a_mark_that_was_taken_back_says_whose_it_is(
    person: People, stores: Stores, language: str, marked: str
) -> None:
    sample = keep_sample(stores, 6, signal=True)
    lan = person("lan")
    lan.send("/language", language=language, back="/")
    lan.send(f"/hits/{sample}/claim")
    lan.send(f"/hits/{sample}/decision", **CONFIRM, passage_category="disease_cure", passage_text=CLAIM)
    lan.send("/undo")
    card = BeautifulSoup(lan.page(f"/hits/{sample}"), "lxml").select(".finding.label")[0]
    name = card.select("h3")[0].get_text()
    assert marked in name
    assert "%" not in name
    assert [choice["value"] for choice in card.select("input[type=radio]")] == ["follow", "uphold"]
    assert lan.send(f"/hits/{sample}/decision", **CONFIRM).status_code == 422
    told = {"verdict": "confirm", "reason": "counterfeit"}
    assert lan.send(f"/hits/{sample}/decision", **told).status_code == 422
    assert lan.send(f"/hits/{sample}/decision", **told, note="Tem khác hàng thật").status_code == 303
    assert [said.upheld for said in stores.hits.case(sample).decisions[-1].findings] == [True, False]
    stores.takedowns.build(NOW, lambda _: "generic")
    noted = {"vi": "Người xem xét ghi nhận: Tem", "en": "The reviewer notes: Tem"}[language]
    assert noted in text_of(lan.page("/takedowns"))


def test_only_categories_of_a_text_can_be_chosen(person: People) -> None:
    tree = BeautifulSoup(person("lan").page("/review"), "lxml")
    codes = {str(option["value"]) for option in tree.select("[name=passage_category] option")}
    assert {"disease_cure", "replica"} <= codes
    assert not {"price_low", "missing_statutory_line", "official_photo"} & codes
