"""Start Chromium: in its sandbox, without root's rights, with no way out but our proxy."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.browser import BrowserFound, unprivileged_launcher
from listings.errors import ToolMissing

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

_log = logging.getLogger(__name__)

# The last four close ways around the proxy: QUIC, DNS look-ups ahead of a click, and WebRTC's own UDP.
_ARGUMENTS = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio",
    "--disable-quic", "--dns-prefetch-disable", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


async def launch_chromium(playwright: Playwright, found: BrowserFound, folder: Path, proxy: str) -> Browser:
    """Start Chromium in its sandbox; only where the system forbids that, without (and say so in the log).

    Raises:
        ToolMissing: it does not start either way.
    """
    from playwright.async_api import Error

    launcher = unprivileged_launcher(found, folder)
    try:
        return await _start_chromium(playwright, launcher, folder, proxy, sandbox=True)
    except Error as error:
        _log.warning("Chromium does not start in its sandbox, so it runs without: %s", error.message.splitlines()[0])
    try:
        return await _start_chromium(playwright, launcher, folder, proxy, sandbox=False)
    except Error as error:
        raise ToolMissing(f"does not start: {error.message.splitlines()[0]}", where=str(found.path)) from error


async def _start_chromium(
    playwright: Playwright, launcher: Path, folder: Path, proxy: str, *, sandbox: bool
) -> Browser:
    # Our own environment may hold a database's password; the browser needs none of it.
    environment: dict[str, str | float | bool] = {"HOME": str(folder / "home"), "PATH": os.defpath, "LANG": "C.UTF-8"}
    return await playwright.chromium.launch(
        executable_path=launcher,
        args=_ARGUMENTS,
        chromium_sandbox=sandbox,
        env=environment,
        proxy={"server": proxy, "bypass": "<-loopback>"},
        handle_sigint=False,
        handle_sigterm=False,
        timeout=30_000,
    )
