from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.review_ui.samples import keep_hit

pytestmark = pytest.mark.browser
_PROLONG = """htmx.ajax("POST", "/hits/1/extend",
    {source: document.querySelector("[hx-post]"), target: "#lease", swap: "outerHTML"})"""


def _shows(screen: Page, hit: int) -> None:
    """Wait until a hit is on screen and its keys are heard."""
    expect(screen.locator(f"form#decision[novalidate][action='/hits/{hit}/decision']")).to_be_visible()


def test_decide_with_the_keyboard_alone(screen: Page, served: Served) -> None:
    hits = served.stores.hits
    screen.goto("/review")
    screen.keyboard.press("Enter")
    expect(screen.locator("#missing")).to_have_text("Hãy chọn một kết luận trước.")
    screen.keyboard.press("c")
    screen.keyboard.press("Enter")
    expect(screen.locator("#missing")).to_have_text("Hãy chọn một lý do.")
    screen.keyboard.press("2")
    screen.keyboard.press("Shift+Digit2")
    screen.keyboard.press("n")
    screen.keyboard.type("đã xem, cần gỡ csu1")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    _shows(screen, 2)
    (decision,) = hits.recent("ha")
    assert (decision.verdict, decision.reason, decision.note) == ("confirm", "counterfeit", "đã xem, cần gỡ csu1")
    findings = {f.id: f.finding.category for f in hits.case(1).findings}
    assert {findings[f.finding_id] for f in decision.findings if not f.upheld} == {"guarantee"}

    screen.keyboard.press("d")
    screen.keyboard.press("1")
    screen.keyboard.press("Enter")
    _shows(screen, 3)
    assert hits.case(2).hit.state == "dismissed"

    screen.keyboard.press("s")
    _shows(screen, 4)
    screen.keyboard.press("u")
    _shows(screen, 2)
    assert hits.case(2).hit.state == "open"


def test_help_opens_and_closes_by_key(screen: Page) -> None:
    screen.goto("/review")
    screen.keyboard.press("?")
    expect(screen.locator("#keys")).to_be_visible()
    screen.keyboard.press("c")
    expect(screen.locator("input[value=confirm]")).not_to_be_checked()
    screen.keyboard.press("?")
    expect(screen.locator("#keys")).to_be_hidden()


def test_park_asks_for_a_day_and_digits_follow_the_verdict(screen: Page, served: Served) -> None:
    screen.goto("/review")
    expect(screen.locator("[name=park_until]")).to_be_hidden()
    screen.keyboard.press("p")
    expect(screen.locator("[name=park_until]")).to_be_visible()
    expect(screen.locator(".reasons label:visible")).to_have_count(2)
    screen.keyboard.press("1")
    screen.keyboard.press("Enter")
    _shows(screen, 2)
    assert served.stores.hits.case(1).hit.state == "parked"


def test_decide_by_mouse_in_english(screen: Page, served: Served) -> None:
    screen.click("button[lang=en]")
    screen.click("text=Review the next one")
    screen.click("text=Confirm suspicion")
    screen.click("text=Suspected false advertising")
    screen.click("button:has-text('Record decision')")
    _shows(screen, 2)
    assert served.stores.hits.case(1).hit.state == "confirmed"


@pytest.mark.parametrize("verdict", ["c", "d", "p", "l"])
def test_controls_need_no_scrolling(screen: Page, verdict: str) -> None:
    screen.goto("/review")
    screen.keyboard.press(verdict)
    for control in ("input[value=confirm]", "#decision > .primary", "#skip button", "#undo button", "#help"):
        box = screen.locator(control).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


@pytest.mark.parametrize(
    "path", ["/", "/review", "/hits/3", "/decided", "/takedowns", "/runs", "/unreadable", "/rules", "/capture"]
)
def test_nothing_sticks_out_at_400_pixels(screen: Page, path: str) -> None:
    screen.set_viewport_size({"width": 400, "height": 800})
    screen.goto(path)
    assert screen.evaluate("document.documentElement.scrollWidth") <= 400


def test_hostile_listing_runs_nothing(screen: Page) -> None:
    screen.goto("/hits/3")
    expect(screen.locator("h1")).to_contain_text("<script>alert(1)</script>")
    screen.click("text=javascript:alert(1)")
    assert screen.url.endswith("/hits/3")


def test_pictures_show_with_the_matching_region(screen: Page) -> None:
    screen.goto("/review")
    expect(screen.locator(".region")).to_have_count(1)
    assert screen.evaluate("[...document.images].every(i => i.loading === 'lazy' || i.naturalWidth > 0)")


def test_show_more_adds_rows_in_place(screen: Page, served: Served) -> None:
    for number in range(4, 40):
        keep_hit(served.stores, number)
    screen.goto("/")
    expect(screen.locator("#rows .title")).to_have_count(30)
    screen.click("#more a")
    expect(screen.locator("#rows .title")).to_have_count(40)
    expect(screen.locator("#more")).to_have_count(0)


def test_the_lease_is_prolonged_in_place(screen: Page) -> None:
    screen.goto("/review")
    with screen.expect_response("**/extend") as answered:
        screen.evaluate(_PROLONG)
    assert answered.value.status == 200
    expect(screen.locator("#lease")).to_have_count(1)


def test_focus_shows_and_names_are_given(screen: Page) -> None:
    screen.goto("/review")
    screen.keyboard.press("Tab")
    assert screen.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    unnamed = screen.evaluate(
        """[...document.querySelectorAll('input:not([type=hidden]), select, button')]
        .filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.textContent.trim()))
        .map(e => e.outerHTML)"""
    )
    assert unnamed == []
