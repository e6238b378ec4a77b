"""The pages of sources and runs: schedules, alarms, and what leads may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from listings.alarm import Alarm
from listings.page import Capture, PageOutcome, ReadListing, WantedPage
from store.open import Stores
from tests.review_ui.people import Person
from tests.review_ui.samples import HOSTILE, NOW, listing_of

FEW = Alarm(kind="few_listings", value=1, bound=80, basis="history")
GOOD = {
    "name": "chợ mới",
    "site": "generic_shop",
    "start": "https://shop.example/\nhttps://shop.example/b",
    "every": "6h",
}


@pytest.fixture
def lead(person: Callable[[str], Person]) -> Person:
    return person("ha")


def text(page: str) -> str:
    return " ".join(BeautifulSoup(page, "lxml").get_text(" ").split())


def run(stores: Stores, name: str, *alarms: Alarm) -> int:
    """Crawl a source that shows one listing without a picture."""
    source = next((each for each in stores.sources.all() if each.name == name), None)
    source = source or stores.sources.add(name, "generic_shop", ["https://shop.example/"], every=timedelta(hours=6))
    run_id = stores.runs.open_run(name, owner="test", lease=timedelta(minutes=5), now=NOW).run_id
    page = WantedPage(url="https://shop.example/p/1", kind="listing")
    capture = Capture(url=page.url, fetched_at=NOW, status=200, headers={}, body=b"<html>", media_type="text/html")
    read = ReadListing(listing=listing_of(900))
    stores.crawl(run_id, source).keep(PageOutcome(page=page, state="read", capture=capture, listings=(read,)))
    stores.runs.finish(run_id, "complete", peak_memory=123_000_000, watch=lambda _: alarms)
    stores.sources.note_run(name, datetime.now(UTC))
    return run_id


def test_a_source_shows_its_schedule_its_last_run_and_its_alarms(lead: Person, stores: Stores) -> None:
    run_id = run(stores, "chợ", FEW)
    shown = text(lead.page("/sources"))
    for part in (
        "mỗi 6 giờ",
        f"lượt {run_id}",
        "Quá ít tin đăng: 1; ít nhất phải là 80 (theo các lượt trước)",
        "hoàn tất, 1 tin đăng",
    ):
        assert part in shown, part
    lead.send("/language", language="en", back="/sources")
    shown = text(lead.page("/sources"))
    assert "Too few listings: 1; the least is 80 (by the last runs)" in shown
    assert "every 6 h" in shown


def test_sources_with_open_alarms_come_first(lead: Person, stores: Stores) -> None:
    run(stores, "a")
    run(stores, "z", FEW)
    names = [cell.get_text(" ").split()[0] for cell in BeautifulSoup(lead.page("/sources"), "lxml").select("td.title")]
    assert names[0] == "z"


def test_who_has_looked_and_when_stays_with_the_alarm(lead: Person, stores: Stores) -> None:
    first, second = run(stores, "chợ", FEW), run(stores, "chợ", FEW)
    assert lead.send(f"/runs/{second}/acknowledge").headers["location"] == f"/runs/{second}"
    for run_id in (first, second):
        shown = text(lead.page(f"/runs/{run_id}"))
        assert "ha đã xem lúc" in shown
        assert "Tôi đã xem" not in shown
    assert "Quá ít tin đăng" not in text(lead.page("/sources"))
    assert lead.send(f"/runs/{first}/acknowledge").status_code == 303, "who comes second sees who came first"


def test_the_report_stands_beside_what_is_usual(lead: Person, stores: Stores) -> None:
    first = run(stores, "chợ")
    assert "chưa có gì để so sánh" in text(lead.page(f"/runs/{first}"))
    shown = text(lead.page(f"/runs/{run(stores, 'chợ')}"))
    assert "Trang đã đọc 1 1" in shown
    assert "Bộ nhớ cao nhất (byte) 123.000.000 123.000.000" in shown
    assert "Thiếu ảnh 100 % 100 %" in shown or "Thiếu" not in shown
    assert "Không có gì vượt ngưỡng" in shown
    assert "Cảnh báo" in text(lead.page("/runs"))


def test_a_lead_adds_pauses_and_runs_a_source(lead: Person, stores: Stores) -> None:
    assert lead.send("/sources", **GOOD, quiet_hours="22:00-06:00").status_code == 303
    source = stores.sources.get("chợ mới")
    assert (source.start, source.every) == (("https://shop.example/", "https://shop.example/b"), timedelta(hours=6))
    assert "giờ nghỉ: 22:00-06:00" in text(lead.page("/sources"))
    assert lead.send("/sources/state", name="chợ mới", step="pause").status_code == 303
    assert stores.sources.get("chợ mới").paused
    assert "tạm dừng" in text(lead.page("/sources"))
    for _ in range(2):
        assert lead.send("/sources/state", name="chợ mới", step="run").status_code == 303
    (job,) = stores.jobs.page()
    assert job.arguments == {"source": "chợ mới", "asked_by": "ha"}
    assert "chờ tiến trình nền" in text(lead.page("/sources"))
    lead.send("/sources/state", name="chợ mới", step="resume")
    assert not stores.sources.get("chợ mới").paused


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"name": " "}, 422, "không dùng làm tên được"),
        ({"name": "x" * 101}, 422, "không dùng làm tên được"),
        ({"site": "nowhere"}, 404, "không có trang này"),
        ({"start": "javascript:alert(1)"}, 422, "không phải địa chỉ trang web"),
        ({"start": ""}, 422, "có 0 địa chỉ bắt đầu"),
        ({"every": "often"}, 422, "chu kỳ: “often” không phải một chu kỳ"),
        ({"every": "", "cron": "61 * * * *"}, 422, "không phải một dòng cron"),
        ({"cron": "0 6 * * *"}, 422, "hãy chỉ ghi một trong hai"),
        ({"quiet_hours": "always"}, 422, "giờ nghỉ: “always” không phải giờ nghỉ"),
        ({"query": "sữa"}, 422, "không địa chỉ bắt đầu nào có {query}"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_stays_filled(
    lead: Person, stores: Stores, wrong: dict[str, str], status: int, told: str
) -> None:
    before = stores.sources.all()
    answer = lead.send("/sources", **{**GOOD, **wrong})
    assert answer.status_code == status
    tree = BeautifulSoup(answer.text, "lxml")
    fault = tree.select_one("[role=alert]")
    assert fault is not None
    assert told in fault.get_text()
    kept = tree.select_one("input[name=quiet_hours]")
    assert kept is not None
    assert kept["value"] == wrong.get("quiet_hours", "")
    assert stores.sources.all() == before


def test_a_start_address_is_asked_for_only_where_a_site_needs_one(lead: Person, stores: Stores) -> None:
    tree = BeautifulSoup(lead.page("/sources"), "lxml")
    groups = {group["class"][0]: {o["value"] for o in group.select("option")} for group in tree.select("optgroup")}
    assert groups["sites"] == {"generic_shop", "generic_news", "woocommerce", "shopify", "mastodon"}
    assert groups["services"] >= {"youtube", "tiki", "ebay"}
    (start,) = tree.select("textarea[name=start]")
    assert not start.has_attr("required")
    assert lead.send("/sources", name="nám", site="youtube", start="", query="kem trị nám").status_code == 303
    assert stores.sources.get("nám").start == ("https://www.googleapis.com",)
    refused = lead.send("/sources", name="cửa hàng", site="woocommerce", start="", query="kem")
    assert (refused.status_code, "hãy ghi địa chỉ bắt đầu" in refused.text) == (422, True)


def test_a_name_that_is_taken_is_a_conflict(lead: Person) -> None:
    assert lead.send("/sources", **GOOD).status_code == 303
    assert lead.send("/sources", **GOOD).status_code == 409


@pytest.mark.parametrize(
    ("name", "step", "status"), [("none", "run", 404), ("none", "pause", 404), ("chợ", "drop", 422)]
)
def test_steps_that_cannot_be_are_refused(lead: Person, name: str, step: str, status: int) -> None:
    assert lead.send("/sources/state", name=name, step=step).status_code == status


def test_reviewers_see_everything_and_change_nothing(person: Callable[[str], Person], stores: Stores) -> None:
    run_id = run(stores, "chợ", FEW)
    lan = person("lan")
    assert "Thêm nguồn" not in text(lan.page("/sources"))
    assert "Chạy ngay" not in text(lan.page("/sources"))
    assert "Tôi đã xem" not in text(lan.page(f"/runs/{run_id}"))
    assert lan.send("/sources", **GOOD).status_code == 403
    assert lan.send("/sources/state", name="chợ", step="pause").status_code == 403
    assert lan.send(f"/runs/{run_id}/acknowledge").status_code == 403
    assert stores.jobs.page() == []


def test_forms_of_other_sites_change_nothing(lead: Person, stores: Stores) -> None:
    run_id = run(stores, "chợ", FEW)
    for path, data in (
        ("/sources", GOOD),
        ("/sources/state", {"name": "chợ", "step": "pause"}),
        (f"/runs/{run_id}/acknowledge", {}),
    ):
        assert lead.client.post(path, data=data).status_code == 403
    assert list(stores.alarms.open_by_source()) == ["chợ"]


def test_hostile_names_are_text(lead: Person, stores: Stores) -> None:
    run(stores, HOSTILE, Alarm(kind="field_missing", field=HOSTILE, value=0.5, bound=0.9, basis="history"))
    for path in ("/sources", "/runs", "/runs/1"):
        assert HOSTILE not in lead.page(path)
