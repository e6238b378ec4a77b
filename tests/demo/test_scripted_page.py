"""The script-drawn page in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.marketplace import open_marketplace
from demo.prices import price_text
from tests.demo.conftest import Visitor

CHROMIUM = Path(os.environ.get("SOI_CHROMIUM", "/usr/bin/chromium"))


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.is_file(), reason="no Chromium here (SOI_CHROMIUM or /usr/bin/chromium)")
def test_a_browser_sees_the_whole_listing(shop: Visitor) -> None:
    from playwright.sync_api import sync_playwright

    offer = next(o for o in open_marketplace().offers.values() if o.make == "scripted" and o.brand)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(shop.base + offer.path, wait_until="networkidle")
        assert page.inner_text("h1") == offer.title
        assert page.inner_text(".price") == price_text(offer)
        assert page.get_attribute("article", "data-listing-id") == offer.id
        assert page.get_attribute("a.seller", "href") == f"/seller/{offer.seller}"
        shown = " ".join(page.inner_text(".description").split())
        assert shown == " ".join(offer.description.split())
        browser.close()
