"""The page of rules: for leads; what is tried, what was found, right or wrong, setting live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import event

from detectors.rules.load import load_rules
from listings.finding import Verdict
from listings.listing import Listing
from listings.page import ReadListing
from listings.ruling import SeenRule
from listings.wording import Wording
from monitor.steps.capturing import Captures
from review_ui.application import ReviewSettings, create_app
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import HOSTILE, NOW, export, finding, span

RULE = "nuoc-than"
RULE_FILE = """
id = "nuoc-than"
category = "magic_water"
side = "advertising"
severity = 2
phrases = ["nước thần"]

[look_for]
vi = "Nước uống được gán công dụng kỳ lạ."
en = "Water said to have wondrous effects."

[reason]
vi = "Câu này có dấu hiệu gán công dụng kỳ lạ cho nước uống."
en = "This clause seems to give water wondrous effects."

[[basis]]
country = "VN"
act = "Luật mẫu"
verified = "2026-01-05"

[[basis]]
country = "US"
act = "Sample Act"
"""


def keep_shadow(stores: Stores, number: int, *, description: str = "Bán nước thần chữa lành") -> None:
    """Keep a listing in which only the rule on trial finds something."""
    listing = Listing(id=f"thu-{number}", title=f"Nước đóng chai {number}", description=description, site="cho-mau")
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=[], now=NOW)
    tried = finding(
        "magic_water",
        0.9,
        Wording("Có dấu hiệu.", "It seems."),
        kind="shadow",
        spans=(span("description", description, description[:15]),),
    )
    stores.judgements.keep(kept.version_id, "j", Verdict(findings=(), risk=0, shadow=(replace(tried, rule=RULE),)), NOW)


def own_rules(workspace: Path) -> Path:
    """Make a workspace's folder of rules, with one."""
    folder = workspace / "rules"
    folder.mkdir()
    (folder / "water.toml").write_text(RULE_FILE, encoding="utf-8")
    return folder


@pytest.fixture
def rules_folder(tmp_path: Path) -> Path:
    return own_rules(tmp_path)


@pytest.fixture
def enter(stores: Stores, rules_folder: Path) -> Callable[[str], Person]:
    app = create_app(
        stores, ReviewSettings(rules_folder=rules_folder), export_takedowns=export, capture_page=Captures(stores)
    )
    return lambda name: Person(TestClient(app, follow_redirects=False), name)


def seen_on(page: str) -> str:
    """Give what a rule's page sends along when its state is set."""
    (given,) = BeautifulSoup(page, "lxml").select("input[name=seen]")
    return str(given["value"])


def set_state(person: Person, state: str, rule: str = RULE) -> Response:
    """Open a rule's page and press the button."""
    return person.send(f"/rules/{rule}/state", state=state, seen=seen_on(person.page(f"/rules/{rule}")))


def _text(page: str) -> str:
    return " ".join(BeautifulSoup(page, "lxml").get_text(" ").split())


def test_only_leads_see_rules(enter: Callable[[str], Person]) -> None:
    lan, ha = enter("lan"), enter("ha")
    assert 'href="/rules"' not in lan.page("/")
    assert 'href="/rules"' in ha.page("/")
    for path in ("/rules", f"/rules/{RULE}"):
        lan.page(path, status=403)
        ha.page(path)
    assert lan.send(f"/rules/{RULE}/state", state="live").status_code == 403
    assert lan.send(f"/rules/{RULE}/mark", finding="1", opinion="right").status_code == 403


@pytest.mark.parametrize(("language", "tried"), [("vi", "đang chạy thử"), ("en", "being tried")])
def test_what_is_tried_stands_first(enter: Callable[[str], Person], language: str, tried: str) -> None:
    ha = enter("ha")
    ha.send("/language", language=language, back="/rules")
    rows = BeautifulSoup(ha.page("/rules"), "lxml").select("tbody tr")
    assert RULE in rows[0].get_text()
    assert tried in rows[0].get_text()
    assert not any(tried in row.get_text() for row in rows[1:])
    assert len(rows) > 20


def test_marks_change_the_estimate(enter: Callable[[str], Person], stores: Stores) -> None:
    for number in range(3):
        keep_shadow(stores, number)
    ha = enter("ha")
    ha.send("/language", language="en", back="/")
    shown = _text(ha.page(f"/rules/{RULE}"))
    assert "3 found; 0 decided" in shown
    assert "nobody has looked yet" in shown
    samples = stores.rules.samples(RULE)
    for sample, opinion in zip(samples, ("right", "right", "wrong"), strict=True):
        answer = ha.send(f"/rules/{RULE}/mark", finding=str(sample.id), opinion=opinion)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/rules/{RULE}#samples")
    shown = _text(ha.page(f"/rules/{RULE}"))
    assert "marked 2 right, 1 wrong" in shown
    assert "67 % (21 % to 94 %; 2 of 3)" in shown
    assert shown.count("ha: right") == 2
    assert stores.hits.count_open() == 3


@pytest.mark.parametrize("sent", [{"finding": "x"}, {"opinion": "perhaps"}, {"finding": "9" * 40}, {"finding": "²"}])
def test_odd_marks_are_refused(enter: Callable[[str], Person], stores: Stores, sent: dict[str, str]) -> None:
    keep_shadow(stores, 1)
    given = {"finding": "1", "opinion": "right", **sent}
    assert enter("ha").send(f"/rules/{RULE}/mark", **given).status_code == 422
    assert enter("ha").send(f"/rules/{RULE}/mark", finding="999", opinion="right").status_code == 404


def test_a_lead_sets_a_rule_live_and_back(enter: Callable[[str], Person], stores: Stores) -> None:
    ha = enter("ha")
    assert set_state(ha, "live").status_code == 303
    shown = _text(ha.page(f"/rules/{RULE}"))
    assert "đang áp dụng" in shown
    (change,) = stores.rules.history(RULE)
    assert (change.state, change.phrases, change.user) == ("live", ("nước thần",), "ha")
    assert change.version in seen_on(ha.page(f"/rules/{RULE}"))
    assert set_state(ha, "live").status_code == 409
    assert set_state(ha, "shadow").status_code == 303
    assert set_state(ha, "gone").status_code == 422
    assert ha.send(f"/rules/{RULE}/state", state="live").status_code == 422
    seen = seen_on(ha.page(f"/rules/{RULE}"))
    assert ha.send("/rules/none/state", state="live", seen=seen).status_code == 404
    assert stores.evidence.verify().sound


def test_what_a_lead_has_not_read_is_not_set_live(
    enter: Callable[[str], Person], stores: Stores, rules_folder: Path
) -> None:
    ha = enter("ha")
    seen = seen_on(ha.page(f"/rules/{RULE}"))
    wider = RULE_FILE.replace('["nước thần"]', '["nước thần", "nước"]')
    (rules_folder / "water.toml").write_text(wider, encoding="utf-8")
    answer = ha.send(f"/rules/{RULE}/state", state="live", seen=seen)
    assert answer.status_code == 409
    assert stores.rules.history(RULE) == []
    milder = RULE_FILE.replace("severity = 2", "severity = 1")
    (rules_folder / "water.toml").write_text(milder, encoding="utf-8")
    assert ha.send(f"/rules/{RULE}/state", state="live", seen=seen).status_code == 409
    (rules_folder / "water.toml").write_text(RULE_FILE, encoding="utf-8")
    assert ha.send(f"/rules/{RULE}/state", state="live", seen=seen).status_code == 303


@pytest.mark.parametrize(
    ("language", "heading"), [("vi", "Quy tắc này vừa thay đổi"), ("en", "This rule has just changed")]
)
def test_of_two_leads_the_second_reads_again(
    enter: Callable[[str], Person], stores: Stores, language: str, heading: str
) -> None:
    ha, minh = enter("ha"), enter("ha")
    minh.send("/language", language=language, back="/rules")
    seen = seen_on(minh.page(f"/rules/{RULE}"))
    set_state(ha, "live")
    set_state(ha, "shadow")
    answer = minh.send(f"/rules/{RULE}/state", state="live", seen=seen)
    assert answer.status_code == 409
    tree = BeautifulSoup(answer.text, "lxml")
    assert heading in (tree.h1.get_text() if tree.h1 else "")
    links = [str(link["href"]) for link in tree.select("main a")]
    assert f"/rules/{RULE}" in links
    assert "/review" not in links
    assert stores.rules.changes()[RULE].state == "shadow"


def test_the_figures_of_the_trial_stay_with_the_change(enter: Callable[[str], Person], stores: Stores) -> None:
    keep_shadow(stores, 1)
    ha = enter("ha")
    ha.send("/language", language="en", back="/")
    (sample,) = stores.rules.samples(RULE)
    ha.send(f"/rules/{RULE}/mark", finding=str(sample.id), opinion="right")
    set_state(ha, "live")
    assert "then: 1 found; 1 of 1 called right" in _text(ha.page(f"/rules/{RULE}"))


def test_a_finding_is_marked_under_its_own_rule(enter: Callable[[str], Person], stores: Stores) -> None:
    keep_shadow(stores, 1)
    (sample,) = stores.rules.samples(RULE)
    answer = enter("ha").send("/rules/vn-ip-replica/mark", finding=str(sample.id), opinion="right")
    assert answer.status_code == 404
    assert stores.rules.samples(RULE)[0].marked_right is None


@pytest.mark.parametrize(("language", "note"), [("vi", "theo kết luận chung của tin"), ("en", "nobody named follows")])
def test_the_column_says_what_its_share_rests_on(enter: Callable[[str], Person], language: str, note: str) -> None:
    ha = enter("ha")
    ha.send("/language", language=language, back="/rules")
    assert note in BeautifulSoup(ha.page("/rules"), "lxml").select("thead th")[-1].get_text()


def test_all_rules_are_counted_in_a_few_queries(enter: Callable[[str], Person], stores: Stores) -> None:
    ha, asked = enter("ha"), list[str]()
    hears = partial(event.listen, stores.database.engine, "before_cursor_execute")
    hears(lambda *given: asked.append(given[2]))
    rows = BeautifulSoup(ha.page("/rules"), "lxml").select("tbody tr")
    counting = [statement for statement in asked if "findings" in statement or "rule_" in statement]
    assert 1 <= len(counting) <= 8 < len(rows)


def test_a_state_set_elsewhere_holds_on_the_review_page(
    enter: Callable[[str], Person], stores: Stores, rules_folder: Path
) -> None:
    """As `soi rule live` does it, in a terminal beside the running server."""
    ha = enter("ha")
    offered = '<option value="magic_water"'
    assert offered not in ha.page("/review")
    version = load_rules(rules_folder).rules[RULE].version
    stores.rules.change(RULE, "live", SeenRule(version=version, phrases=("nước thần",)), "ha", NOW)
    assert offered in ha.page("/review")


def test_new_phrases_of_a_built_in_rule_are_tried(enter: Callable[[str], Person], rules_folder: Path) -> None:
    more = 'id = "vn-ip-replica"\nmore_phrases = ["hàng siêu giống"]\n'
    (rules_folder / "replica.toml").write_text(more, encoding="utf-8")
    ha = enter("ha")
    shown = _text(ha.page("/rules/vn-ip-replica"))
    assert "Cụm từ đang chạy thử hàng siêu giống" in shown
    assert set_state(ha, "live", "vn-ip-replica").status_code == 303
    assert "Cụm từ đang chạy thử hàng" not in _text(ha.page("/rules/vn-ip-replica"))


def test_the_law_of_others_is_folded(enter: Callable[[str], Person]) -> None:
    tree = BeautifulSoup(enter("ha").page(f"/rules/{RULE}"), "lxml")
    folded = tree.select_one("details")
    assert folded is not None
    assert "US: Sample Act" in folded.get_text()
    folded.decompose()
    assert "Luật mẫu (đã đối chiếu ngày 2026-01-05)" in _text(str(tree))
    assert "Sample Act" not in tree.get_text()


def test_hostile_listings_are_text(enter: Callable[[str], Person], stores: Stores) -> None:
    keep_shadow(stores, 1, description=HOSTILE)
    assert "<script>alert" not in enter("ha").page(f"/rules/{RULE}")


def test_a_file_that_went_wrong_is_named(enter: Callable[[str], Person], rules_folder: Path) -> None:
    ha = enter("ha")
    (rules_folder / "water.toml").write_text(RULE_FILE.replace("severity", "severty"), encoding="utf-8")
    assert "water.toml" in ha.page("/rules", status=422)
