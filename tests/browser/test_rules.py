from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.review_ui.test_rules_page import RULE, keep_shadow

pytestmark = pytest.mark.browser


def test_a_lead_tries_a_rule_and_sets_it_live(screen: Page, served: Served) -> None:
    for number in (1, 2):
        keep_shadow(served.stores, number)
    screen.click("nav a[href='/rules']")
    expect(screen.locator("tbody tr").first).to_contain_text(RULE)
    screen.click(f"a[href='/rules/{RULE}']")
    expect(screen.locator("main")).to_contain_text("tìm thấy 2; đã kết luận 0")
    expect(screen.locator("li.finding mark").first).to_have_text("Bán nước thần c")
    screen.locator("button:has-text('Đúng')").first.click()
    expect(screen.locator("main")).to_contain_text("được đánh dấu đúng 1, sai 0")
    # What nobody marked comes first: the next one to look at is on top.
    screen.locator("button:has-text('Sai')").first.click()
    expect(screen.locator("main")).to_contain_text("50 % (9 % đến 91 %; 1 trên 2)")
    screen.click("button:has-text('Cho áp dụng')")
    expect(screen.locator(".tag").first).to_have_text("đang áp dụng")
    expect(screen.locator("main")).to_contain_text("đang áp dụng: ha,")
    (change,) = served.stores.rules.history(RULE)
    assert (change.state, change.user) == ("live", "ha")


def test_the_page_of_a_rule_fits_400_pixels_in_english(screen: Page, served: Served) -> None:
    keep_shadow(served.stores, 1, description="x" * 300 + " nước thần")
    screen.click("button[lang=en]")
    screen.set_viewport_size({"width": 400, "height": 800})
    screen.goto(f"/rules/{RULE}")
    expect(screen.locator("main")).to_contain_text("being tried")
    assert screen.evaluate("document.documentElement.scrollWidth") <= 400
