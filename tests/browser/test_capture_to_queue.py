"""From one click to the queue: the extension, a real `soi serve`, and no command given in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitor import Visitor
from tests.served import PASSWORD, serving, staffed_workspace
from tests.soi import MODEL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MODEL.is_dir(), reason="the text model is not set up (./run setup)"),
]
PATIENCE_MS = 120_000


def test_a_clicked_page_reaches_the_queue_and_the_screen_says_where_it_is(
    visitor: Visitor, chromium: Browser, tmp_path: Path
) -> None:
    soi, token = staffed_workspace(tmp_path / "w", "reviewer")
    with serving(soi) as (address, _):
        visitor.set_up(address, token)
        for path in ("/tin/60123", "/wall"):
            visitor.open(path)
            assert visitor.click()["state"] == "sent"
        screen = chromium.new_page(base_url=address)
        screen.goto("/capture")
        screen.fill("[name=name]", "lan")
        screen.fill("[name=password]", PASSWORD)
        screen.keyboard.press("Enter")
        row = screen.locator("#brought tbody tr").filter(has_text="/tin/60123")
        # The page asks by itself until nothing waits any more.
        hit = row.get_by_role("link", name="Tin nghi vấn")
        expect(hit).to_be_visible(timeout=PATIENCE_MS)
        expect(row).to_contain_text("trong hàng chờ")
        wall = screen.locator("#brought tbody tr").filter(has_text="/wall")
        expect(wall).to_contain_text("mã xác nhận")
        expect(wall).not_to_contain_text("chưa thấy dấu hiệu")
        assert screen.locator("#brought[hx-get]").count() == 0
        hit.click()
        expect(screen.locator("mark").first).to_contain_text("tiểu đường")
        screen.close()
