"""The frame of every screen: its menu stays on one line, whatever the language and however long the name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
# The one who sees most entries is a lead; ha is one.
LONG = "nguyen.thi.bich.hang.phong.quan.ly.thi.truong"


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_menu_stays_on_one_line(screen: Page, language: str, width: int) -> None:
    screen.set_viewport_size({"width": width, "height": 800})
    # Loaded whole: before its style sheet a page has its words, and a menu of many lines.
    with screen.expect_navigation(wait_until="load"):
        screen.click(f"button[name=language][value={language}]")
    screen.wait_for_selector(f"html[lang={language}]")
    for name in ("ha", LONG):
        screen.evaluate("name => { document.querySelector('.who bdi').textContent = name }", name)
        lines = screen.evaluate(
            "document.querySelector('.top').offsetHeight / document.querySelector('.top a').offsetHeight"
        )
        assert lines < 2, name
        assert screen.evaluate("document.documentElement.scrollWidth") == width
    assert screen.locator(".who").get_attribute("title")
