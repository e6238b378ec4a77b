"""A person in the invented shop, with the extension in their browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Worker
from playwright.sync_api import Error as BrowserError

from monitor.steps.capturing import EXTENSION
from tests.browser.capture_shop import served_shop
from tests.conftest import BROWSER_ARGUMENTS


@dataclass
class Visitor:
    """A browser with the extension: opens pages, clicks the extension's button, reads what it said."""

    context: BrowserContext
    page: Page
    worker: Worker
    devtools: CDPSession
    shop: str

    def set_up(self, address: str, token: str) -> None:
        self.worker.evaluate("(kept) => chrome.storage.local.set(kept)", {"address": address, "token": token})

    def open(self, path: str) -> None:
        self.page.goto(self.shop + path)
        self.page.bring_to_front()

    def click(self, until: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Click the button in the tool bar and wait until the extension has said what became of it."""
        before = self._last().get("at", 0)
        tab = next(t for t in self._targets() if t["type"] == "tab" and t["url"] == self.page.url)
        extension = self.worker.evaluate("chrome.runtime.id")
        self.devtools.send("Extensions.triggerAction", {"id": extension, "targetId": tab["targetId"]})
        for _ in range(300):
            last = self._last()
            if last.get("at", 0) > before and until(last):
                return last
            time.sleep(0.1)
        raise AssertionError(f"the extension said nothing: {self._last()}")

    def _targets(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.devtools.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        return found

    def _last(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.worker.evaluate("() => chrome.storage.session.get('last')")
        last: dict[str, Any] = kept.get("last", {})
        return last


@contextmanager
def visiting(chromium: Browser, folder: Path) -> Iterator[Visitor]:
    """Have a visitor in the invented shop, with a profile of their own below the folder."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium that loads extensions (Chrome ignores --load-extension)")
    loaded = [f"--load-extension={EXTENSION}", f"--disable-extensions-except={EXTENSION}"]
    with served_shop() as shop:
        context = chromium.browser_type.launch_persistent_context(
            folder / "profile",
            executable_path=found,
            headless=False,
            args=[*BROWSER_ARGUMENTS, "--headless=new", "--enable-unsafe-extension-debugging", *loaded],
            ignore_default_args=["--disable-extensions"],
            viewport={"width": 1200, "height": 900},
        )
        try:
            yield _visitor(context, shop)
        finally:
            context.close()


def _visitor(context: BrowserContext, shop: str) -> Visitor:
    try:
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker", timeout=20_000)
    except BrowserError:
        pytest.skip("this Chromium loads no extension")
    assert context.browser is not None
    devtools = context.browser.new_browser_cdp_session()
    return Visitor(context, context.pages[0], worker, devtools, shop)
