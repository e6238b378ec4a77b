"""What goes wrong is told in the language of the screen, page by page; scripts are told in English."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from listings.wording import Language
from monitor.steps.capturing import Captures
from monitor.steps.exporting import TakedownFiles
from review_ui.application import _PAGES, ReviewSettings, create_app
from review_ui.guards import MAX_BODY_BYTES
from review_ui.settings import ExportForm, ExportPart
from review_ui.texts.catalogue import LANGUAGES, texts
from review_ui.watching import JUDGING_LANE, crawl_lane
from store.open import Stores
from tests.review_ui.people import Person, token_in
from tests.review_ui.samples import COPY, NOW, digest, export
from tests.review_ui.test_capture import WALL, capture
from tests.review_ui.test_rules_page import own_rules

People = Callable[[str], Person]
NOWHERE = "0" * 64
CONFIRM = {"verdict": "confirm", "reason": "false_claim"}


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong: who does what, and how it is told. Without `sent` the page is only opened."""

    path: str
    status: int
    vi: str
    en: str
    sent: dict[str, str] | None = None
    user: str = "ha"


FAULTS = (
    Fault("/nowhere", 404, "Không có trang nào ở địa chỉ này", "There is no page at this address"),
    Fault("/undo", 405, "Không mở địa chỉ này theo cách đó được", "This address cannot be used in that way"),
    Fault("/hits/999", 404, "không có tin nghi vấn nào mang số 999", "there is no hit 999"),
    Fault("/hits/x", 422, "Số tin nghi vấn", "Number of the hit"),
    Fault("/takedowns?after=x", 422, "Vị trí trong danh sách", "Place in the list"),
    Fault("/hits/3/screenshot", 404, "chưa có ảnh chụp màn hình", "has no screenshot"),
    Fault("/hits/1/decision", 422, "Không đọc được các mục sau: Kết luận.", "could not be read: Decision.", {}),
    Fault(
        "/hits/1/decision",
        422,
        "lý do “Trùng với tin khác” không hợp với kết luận này",
        "reason duplicate does not fit confirm",
        {"verdict": "confirm", "reason": "duplicate"},
    ),
    Fault(
        "/hits/1/decision",
        422,
        "hãy chọn ngày xem lại",
        "give the day on which to look again",
        {"verdict": "park", "reason": "needs_evidence", "park_until": "soon"},
    ),
    Fault(
        "/hits/1/decision",
        422,
        "mỗi đoạn đánh dấu cần đoạn nguyên văn và loại dấu hiệu",
        "a marked passage needs its text and its category",
        {**CONFIRM, "passage_text": "Chữa khỏi"},
    ),
    Fault(
        "/hits/1/decision",
        422,
        "không tìm thấy nguyên văn đoạn “không có ở đây” trong tin đăng",
        "does not stand in the listing",
        {**CONFIRM, "passage_text": "không có ở đây", "passage_category": "disease_cure"},
    ),
    Fault("/undo", 404, "không có kết luận nào rút lại được", "has no decision to take back", {}),
    Fault("/hits/1/claim", 409, "minh đang giữ tin nghi vấn số 1 để xem xét", "hit 1 is held by minh", {}),
    Fault("/runs/999", 404, "không có lượt thu thập nào mang số 999", "there is no run 999"),
    Fault("/rules", 403, "vai trò người xem xét không được làm việc này", "the role reviewer may not", user="lan"),
    Fault("/rules/khong-co", 404, "không có quy tắc khong-co", "there is no rule khong-co"),
    Fault("/rules/khong-co/state", 422, "quy tắc không có trạng thái này", "no such state", {"state": "x"}),
    Fault(
        "/rules/vn-ad-guarantee/state",
        422,
        "biểu mẫu không cho biết đã đọc quy tắc nào",
        "the form does not say which rule was read",
        {"state": "live"},
    ),
    Fault("/takedowns/9/mark", 404, "không có yêu cầu gỡ bỏ nào mang số 9", "no takedown 9", {"state": "sent"}),
    Fault("/takedowns/9/mark", 422, "đã tiếp nhận; đã gỡ", "acknowledged, removed", {"state": "gone"}),
    Fault("/takedowns/export?format=exe", 422, "Định dạng tệp", "File format"),
    Fault("/takedowns/export?format=csv", 404, "chưa có yêu cầu gỡ bỏ nào", "no takedown to list"),
    Fault("/takedowns/export?format=csv&platform=x", 404, "không biết nền tảng “x”", "is no platform we know"),
    Fault("/capture/tokens", 422, "mã chụp trang cần có tên", "a token needs a name", {"name": ""}),
    Fault("/capture/tokens/9/revoke", 404, "không có mã chụp trang nào mang số 9", "there is no capture token 9", {}),
    Fault("/capture/pages/9/skip", 404, "không có trang cần chụp nào mang số 9", "9 (correct the number)", {}),
    Fault(f"/evidence/image/{NOWHERE}", 404, "không phải ảnh của tin đăng nào", "is no listing's picture"),
    Fault(f"/evidence/capture/{NOWHERE}", 404, "không có chứng cứ nào mang mã SHA-256", "no evidence has the digest"),
    Fault("/evidence/capture/x", 422, "mục sau: Mã SHA-256", "could not be read: SHA-256"),
    Fault("/sources/state", 422, "Chạy ngay", "pause, resume, run", {"step": "drop"}),
    Fault(
        "/sources/state",
        404,
        "không có nguồn theo dõi nào tên “x”",
        "no source is named x",
        {"step": "run", "name": "x"},
    ),
    Fault("/sources", 404, "trang", "is no known site", {"name": "a", "site": "b", "start": "https://a.example/"}),
    Fault("/sources", 422, "hãy ghi từ khoá tìm kiếm", "give --query WORDS", {"name": "a", "site": "tiki"}),
)


@pytest.fixture
def app(stores: Stores) -> FastAPI:
    return create_app(stores, ReviewSettings(), export_takedowns=TakedownFiles(stores), capture_page=Captures(stores))


def told(answer_text: str) -> str:
    """Give what the page says went wrong."""
    place = BeautifulSoup(answer_text, "lxml").select_one("#detail, .alert")
    assert place is not None, answer_text
    return " ".join(place.get_text(" ").split())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.path}-{fault.status}-{fault.en[:20]}")
def test_a_fault_is_told_in_the_language_of_the_screen(person: People, stores: Stores, fault: Fault) -> None:
    if fault.status == 409:
        stores.hits.claim_one(1, "minh", lease=timedelta(minutes=5), now=datetime.now(UTC))
    user = person(fault.user)
    for language, here, elsewhere in (("vi", fault.vi, fault.en), ("en", fault.en, fault.vi)):
        user.send("/language", language=language, back="/")
        answer = user.client.get(fault.path) if fault.sent is None else user.send(fault.path, **fault.sent)
        assert answer.status_code == fault.status
        said = told(answer.text)
        assert here in said
        assert here in elsewhere or elsewhere not in said


@pytest.mark.parametrize(
    ("language", "stale", "large"),
    [
        ("vi", "biểu mẫu này không thuộc lần đăng nhập hiện tại", "Nội dung gửi lên lớn hơn mức Soi nhận"),
        ("en", "this form is not of this sign-in", "What was sent is larger than Soi takes"),
    ],
)
def test_what_never_reaches_a_page_is_told_so_too(visitor: TestClient, language: str, stale: str, large: str) -> None:
    visitor.cookies.set("soi_language", language)
    assert stale in told(visitor.post("/sign-in", data={"name": "lan"}).text)
    refused = visitor.post("/sign-in", content=b"x" * (MAX_BODY_BYTES + 1))
    assert (refused.status_code, large in told(refused.text)) == (413, True)
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    script = visitor.post("/api/v1/session", content=b"x" * (MAX_BODY_BYTES + 1))
    assert (script.status_code, script.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "thiếu một tệp chứng cứ"), ("en", "an evidence file is missing")]
)
def test_a_store_that_cannot_be_read_is_told(person: People, tmp_path: Path, language: str, said: str) -> None:
    lan = person("lan")
    lan.send("/language", language=language, back="/")
    shutil.rmtree(tmp_path / "evidence")
    answer = lan.client.get(f"/evidence/image/{digest(COPY)}")
    assert (answer.status_code, said in told(answer.text)) == (503, True)


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "không có trường nào tên nonsense"), ("en", "unknown field nonsense")]
)
def test_a_broken_rule_file_is_told(stores: Stores, tmp_path: Path, language: str, said: str) -> None:
    folder = own_rules(tmp_path)
    settings = ReviewSettings(rules_folder=folder)
    app = create_app(stores, settings, export_takedowns=export, capture_page=Captures(stores))
    ha = Person(TestClient(app, follow_redirects=False), "ha")
    ha.send("/language", language=language, back="/")
    (folder / "water.toml").write_text("nonsense = 1", encoding="utf-8")
    assert said in told(ha.page("/rules", 422))


@pytest.mark.parametrize(("language", "heading"), [("vi", "Có lỗi trong Soi"), ("en", "Something failed in Soi")])
def test_what_nobody_foresaw_is_told_behind_strict_headers(stores: Stores, language: Language, heading: str) -> None:
    def broken(form: ExportForm, platform: str | None, language: Language) -> Sequence[ExportPart]:
        raise ZeroDivisionError

    app = create_app(stores, ReviewSettings(), export_takedowns=broken, capture_page=Captures(stores))
    ha = Person(TestClient(app, follow_redirects=False, raise_server_exceptions=False), "ha")
    ha.send("/language", language=language, back="/")
    answer = ha.client.get("/takedowns/export?format=csv")
    assert answer.status_code == 500
    assert heading in answer.text
    assert texts(language)["failure.note_500"] in told(answer.text)
    assert answer.headers["x-frame-options"] == "DENY"


def test_scripts_are_told_in_english(person: People) -> None:
    lan = person("lan")
    assert lan.call("GET", "/hits/999").json()["detail"] == "there is no hit 999 (correct the number)"
    wrong = lan.call("POST", "/hits/1/decision", json={"verdict": "x", "reason": "y"}).json()
    assert wrong["errors"][0]["field"] == "body.verdict"
    assert "Input should be" in wrong["errors"][0]["message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_page_has_a_name(language: Language) -> None:
    known = texts(language)
    routes = [route for part in _PAGES for route in part.router.routes if isinstance(route, APIRoute)]
    names = {
        given.alias
        for route in routes
        for given in (*route.dependant.path_params, *route.dependant.query_params)
        # Any text will do for these, so nothing can be wrong with them.
        if given.field_info.annotation is not str or given.field_info.metadata
    }
    assert names >= {"hit_id", "after", "format", "digest", "rule_id"}
    assert {name for name in names if f"form_field.{name}" not in known} == set()


def test_a_failed_job_is_told_with_the_machines_words_folded(person: People, stores: Stores) -> None:
    ha = person("ha")
    for name, lane in (("crawl", crawl_lane("nguon")), ("detect", JUDGING_LANE)):
        job = stores.jobs.add(name, {"source": "nguon"}, lane, NOW, lane=lane)
        stores.jobs.lease("w", timedelta(minutes=1), NOW, names=[name])
        stores.jobs.fail(job.id, "w", "site x needs its <key>", NOW + timedelta(hours=1))
    for path, words in (("/sources", "Lượt gần nhất bị lỗi; Soi sẽ tự thử lại."), ("/capture", "Hãy báo quản trị.")):
        tree = BeautifulSoup(ha.page(path), "lxml")
        (folded,) = tree.select("details.technical")
        assert folded.get_text() == "Chi tiết kỹ thuậtsite x needs its <key>"
        assert folded.select_one("[lang=en]") is not None
        folded.decompose()
        shown = tree.get_text()
        assert words in shown
        assert "needs" not in shown


def test_what_could_not_be_read_of_a_capture_is_told(person: People, stores: Stores) -> None:
    Captures(stores)(capture(html=WALL), "lan")
    tree = BeautifulSoup(person("lan").page("/capture"), "lxml")
    (folded,) = tree.select("#brought details.technical")
    assert "no listing was read" in folded.get_text()
    folded.decompose()
    assert "trang đòi mã xác nhận" in tree.get_text()
    assert "no listing" not in tree.get_text()


def test_notes_that_soi_writes_are_told(person: People, stores: Stores) -> None:
    lan, ha = person("lan"), person("ha")
    lan.page("/review")
    lan.send("/hits/1/decision", **CONFIRM)
    ha.send("/takedowns/build")
    lan.send("/undo")
    assert "kết luận đã được rút lại" in ha.page("/takedowns")
    stores.sources.add("nghỉ", "generic_shop", ["https://a.example/"], quiet_hours="none")
    assert "giờ nghỉ: không có" in ha.page("/sources")


def test_a_conflict_is_named_after_what_was_asked(person: People) -> None:
    lan, ha = person("lan"), person("ha")
    lan.page("/review")
    lan.send("/hits/1/decision", **CONFIRM)
    ha.send("/takedowns/build")
    refused = ha.send("/takedowns/1/mark", state="removed")
    assert refused.status_code == 409
    assert "yêu cầu gỡ bỏ số 1 không chuyển sang bước này được" in told(refused.text)
    assert "Chưa ghi được: dữ liệu vừa thay đổi" in refused.text
    assert "Người khác đang xem tin này" not in refused.text
    assert token_in(refused.text)
