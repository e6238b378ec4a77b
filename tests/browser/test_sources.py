from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.review_ui.test_sources_page import FEW, run

pytestmark = pytest.mark.browser


def test_a_lead_looks_at_an_alarm_and_adds_a_source(screen: Page, served: Served) -> None:
    number = run(served.stores, "chợ", FEW)
    screen.click("nav a[href='/sources']")
    screen.click(f"td a[href='/runs/{number}'] >> nth=0")
    screen.click("button:has-text('Tôi đã xem')")
    expect(screen.locator("#alarms + div")).to_contain_text("ha đã xem lúc")
    screen.click("nav a[href='/sources']")
    screen.fill(".adding [name=name]", "chợ mới")
    screen.fill(".adding [name=start]", "https://shop.example/")
    screen.fill(".adding [name=every]", "6h")
    screen.click(".adding button.primary")
    expect(screen.locator("tbody tr", has_text="chợ mới")).to_contain_text("mỗi 6 giờ")


def test_a_service_with_an_address_of_its_own_asks_for_none(screen: Page, served: Served) -> None:
    screen.click("nav a[href='/sources']")
    expect(screen.locator(".adding .needless")).to_be_hidden()
    screen.select_option(".adding [name=site]", "youtube")
    expect(screen.locator(".adding .needless")).to_be_visible()
    screen.fill(".adding [name=name]", "kem trị nám")
    screen.fill(".adding [name=query]", "kem trị nám")
    screen.click(".adding button.primary")
    expect(screen.locator("tbody tr", has_text="kem trị nám")).to_contain_text("youtube")


def test_the_page_of_sources_fits_400_pixels_in_english(screen: Page, served: Served) -> None:
    run(served.stores, "x" * 100, FEW)
    screen.click("button[lang=en]")
    screen.set_viewport_size({"width": 400, "height": 800})
    screen.goto("/sources")
    expect(screen.locator("main")).to_contain_text("Run now")
    assert screen.evaluate("document.documentElement.scrollWidth") <= 400
