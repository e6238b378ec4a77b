"""Screenshots of what waits for review: taken once, kept in the chain, shown to the reviewer."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from crawlers.browser import find_browser
from tests.soi import new_workspace

PAGE = """<!DOCTYPE html><!-- saved from url=(0040)https://cho-lang.vn/tui --><html lang="vi"><head>
<title>Túi</title><script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product",
"name": "Túi super fake loại một, giống chính hãng 99%", "sku": "t1", "description": "Hàng nhái cao cấp, rep 1:1.",
"offers": {"@type": "Offer", "price": "350000", "priceCurrency": "VND"}}</script></head><body>
<h1>Túi super fake loại một, giống chính hãng 99%</h1><p>Giá: 350.000 đ</p><p>Hàng nhái cao cấp, rep 1:1.</p></body>
</html>"""


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chromium is installed")
def test_a_queued_listing_gets_one_screenshot_which_the_chain_vouches_for(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "workspace")
    file = tmp_path / "tui.html"
    file.write_text(PAGE, "utf-8")
    soi("import", str(file))
    soi("detect")
    assert "taken 1, failed 0" in soi("evidence", "picture")
    assert "taken 0, failed 0" in soi("evidence", "picture")
    with sqlite3.connect(soi.workspace / "soi.sqlite") as database:
        (digest,) = database.execute("SELECT digest FROM captures WHERE media_type = 'image/jpeg'").fetchone()
    soi("evidence", "verify")
    soi("evidence", "export", "1", "--output", str(tmp_path / "hit.zip"))
    with zipfile.ZipFile(tmp_path / "hit.zip") as archive:
        assert archive.read(f"captures/{digest}.jpg").startswith(b"\xff\xd8\xff")
        assert b"WARC/1.1" in archive.read("exchanges.warc")


def test_without_a_browser_that_is_said_and_nothing_is_marked_as_tried(
    tmp_path: Path,
) -> None:
    soi = new_workspace(tmp_path / "workspace", {"SOI_CHROMIUM": "/nonexistent/chromium"})
    soi("evidence", "picture", exit_code=1)
    with sqlite3.connect(soi.workspace / "soi.sqlite") as database:
        assert database.execute("SELECT count(*) FROM screenshots").fetchone() == (0,)
