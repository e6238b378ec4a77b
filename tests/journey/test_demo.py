"""The whole way, as a newcomer goes it: the demo, the screen, the takedown list."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.soi import MODEL, ROOT, Soi

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHARE = 0.9

pytestmark = [
    pytest.mark.skipif(not MODEL.is_dir(), reason="the text model is not set up (./run setup)"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: pages drawn by scripts cannot be read"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Soi:
    """The demo's workspace, filled."""
    folder = tmp_path_factory.mktemp("demo") / "w"
    command = [sys.executable, "-m", "monitor", "demo", "--once", "--market-port", "0", "--workspace", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=850, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("private trap: 0")
    return Soi(folder, {})


def _compared(demo: Soi) -> dict[str, Any]:
    files = []
    for kind in ("hits", "listings", "runs"):
        file = demo.workspace / f"test-{kind}.jsonl"
        demo("export", kind, "--output", str(file))
        files.append(str(file))
    command = [sys.executable, "-m", "demo.compare", *files, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    compared: dict[str, Any] = json.loads(done.stdout)
    return compared


def test_the_queue_agrees_with_the_truth(demo: Soi) -> None:
    compared = _compared(demo)
    assert compared["violating_queued"]["value"] >= SHARE, compared["missed"]
    assert compared["queued_violating"]["value"] >= SHARE, compared["wrongly_queued"]
    assert compared["honest_as_counterfeit"] == []
    assert compared["collected_twice"] == []


def test_what_cannot_be_read_is_said_and_nothing_private_is_reached(demo: Soi) -> None:
    traps = _compared(demo)["traps"]
    assert traps
    assert [name for name, held in traps.items() if not held] == []


def test_no_buyer_is_kept(demo: Soi) -> None:
    from demo.reviews import REVIEWS

    text = demo("export", "listings")
    assert [review.name for said in REVIEWS.values() for review in said if review.name in text] == []


def test_the_evidence_is_sound_and_a_hit_can_be_bundled(demo: Soi, tmp_path: Path) -> None:
    assert "sound" in demo("evidence", "verify")
    demo("evidence", "export", "1", "--output", str(tmp_path / "hit.zip"))
    assert (tmp_path / "hit.zip").stat().st_size > 0


@pytest.fixture
def screen(demo: Soi, chromium: Browser) -> Iterator[Page]:
    """A signed-in screen on the demo's queue; a complaint on the console fails."""
    server = demo.start("serve", "--port", "0")
    assert server.stdout is not None
    address = server.stdout.readline().partition("listening on ")[2].strip()
    complaints: list[str] = []
    page = chromium.new_page(base_url=address, viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.goto("/")
    # Typed before the field has the focus, letters are lost, and a name cut short is refused.
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("demo")
    page.keyboard.press("Tab")
    page.keyboard.type((demo.workspace / "demo-password").read_text(encoding="ascii"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows")
    yield page
    page.close()
    server.terminate()
    server.communicate(timeout=20)
    assert complaints == []


def _hit_on_screen(screen: Page) -> int:
    form = screen.locator("form#decision[novalidate]")
    expect(form).to_be_visible()
    found = re.search(r"/hits/(\d+)/", form.get_attribute("action") or "")
    assert found
    return int(found[1])


def _decide(screen: Page, verdict: str) -> int:
    hit = _hit_on_screen(screen)
    for key in (verdict, "1", "Enter"):
        screen.keyboard.press(key)
    expect(screen.locator(f"form#decision[action='/hits/{hit}/decision']")).to_have_count(0)
    return hit


@pytest.mark.browser
def test_ten_hits_by_keyboard_alone_and_a_takedown_list(demo: Soi, screen: Page, tmp_path: Path) -> None:
    screen.goto("/review")
    confirmed = [_decide(screen, "c") for _ in range(8)]
    dismissed = [_decide(screen, "d") for _ in range(2)]
    assert len({*confirmed, *dismissed}) == 10
    _hit_on_screen(screen)
    screen.keyboard.press("u")
    expect(screen.locator(f"form#decision[action='/hits/{dismissed[-1]}/decision']")).to_be_visible()

    screen.goto("/takedowns")
    screen.locator("form[action$='/build'] button").click()
    screen.wait_for_load_state()
    with screen.expect_download() as waiting:
        screen.locator("a[href*='format=xlsx'], button[value='xlsx']").first.click()
    file = tmp_path / "list.xlsx"
    waiting.value.save_as(file)

    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    takedowns = {str(line["listing_id"]) for line in demo.lines("export", "takedowns")}
    expected = {h["listing"]["id"] for h in demo.lines("export", "hits") if h["id"] in confirmed}
    assert takedowns == expected
    cells = {str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row}
    assert expected <= cells
    assert sheet.max_row == len(confirmed) + 1
