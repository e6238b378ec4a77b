"""A real Chromium before a really served application. Anything on its console, or stopped by the policy, fails."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from monitor.steps.capturing import Captures
from review_ui.application import ReviewSettings, create_app
from store.open import Stores, open_stores
from tests.browser.visitor import Visitor, visiting
from tests.review_ui.samples import PASSWORD, export, open_filled
from tests.review_ui.test_rules_page import own_rules


@dataclass(frozen=True)
class Served:
    """Where the application listens, and its stores."""

    url: str
    stores: Stores


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled workspace to copy: hashing passwords is slow on purpose."""
    folder = tmp_path_factory.mktemp("filled")
    open_filled(folder, hits=4).close()
    return folder


@pytest.fixture
def served(filled: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    database = f"sqlite:///{tmp_path / 'soi.sqlite'}"
    with open_stores(database, tmp_path / "evidence") as stores, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(
            stores,
            ReviewSettings(rules_folder=own_rules(tmp_path)),
            export_takedowns=export,
            capture_page=Captures(stores),
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", stores)
        server.should_exit = True
        thread.join()


@pytest.fixture
def visitor(chromium: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A person with the extension; skipped where the browser loads none."""
    with visiting(chromium, tmp_path) as person:
        yield person


@pytest.fixture
def screen(chromium: Browser, served: Served) -> Iterator[Page]:
    """A signed-in screen of 1280x800 that tolerates no complaint."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, base_url=served.url)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: _note_foreign(asked.url, served.url, complaints))
    page.goto("/")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("ha")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows")
    yield page
    page.close()
    assert complaints == []


def _note_foreign(asked: str, own: str, complaints: list[str]) -> None:
    if not asked.startswith(own):
        complaints.append(f"asked for {asked}")
