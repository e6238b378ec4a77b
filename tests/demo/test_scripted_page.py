"""The script-drawn page in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from demo.marketplace import open_marketplace
from demo.prices import price_text
from tests.demo.conftest import Visitor


@pytest.mark.browser
def test_a_browser_sees_the_whole_listing(shop: Visitor, chromium: Browser) -> None:
    offer = next(o for o in open_marketplace().offers.values() if o.make == "scripted" and o.brand)
    page = chromium.new_page()
    page.goto(shop.base + offer.path, wait_until="networkidle")
    assert page.inner_text("h1") == offer.title
    assert page.inner_text(".price") == price_text(offer)
    assert page.get_attribute("article", "data-listing-id") == offer.id
    assert page.get_attribute("a.seller", "href") == f"/seller/{offer.seller}"
    shown = " ".join(page.inner_text(".description").split())
    assert shown == " ".join(offer.description.split())
    page.close()
