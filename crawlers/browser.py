"""Find an installed Chromium, and the way to start it without root's rights."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

BROWSER_VARIABLE = "SOI_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")

NOBODY = 65534
"""Debian's user and group `nobody`/`nogroup`."""

_LAUNCHER = """\
#!/bin/sh
# Hands the profile to an unprivileged user and goes on as that user: Chromium's sandbox wants no root.
for each in "$@"; do
    case "$each" in --user-data-dir=*) chown -R {user}:{user} "${{each#--user-data-dir=}}" ;; esac
done
exec {setpriv} --reuid={user} --regid={user} --clear-groups "{browser}" "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserFound:
    """An installed Chromium."""

    path: Path


def find_browser() -> BrowserFound | None:
    """Find a Chromium: SOI_CHROMIUM first, then what the system has, then what Playwright installed."""
    named = os.environ.get(BROWSER_VARIABLE)
    if named:
        return BrowserFound(path=Path(named)) if _runs(Path(named)) else None
    on_path = (shutil.which(name) for name in NAMES)
    known = [Path(found) for found in on_path if found]
    candidates = [Path("/usr/bin/chromium"), *known, *_installed_by_playwright()]
    return next((BrowserFound(path=path) for path in candidates if _runs(path)), None)


def unprivileged_launcher(browser: BrowserFound, folder: Path) -> Path:
    """Give what to start: the browser itself, or as root a launcher that drops root's rights first.

    `folder` is made the browser's own; its `home` is where the browser may write.
    """
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0 or setpriv is None:
        return browser.path
    folder.chmod(0o755)
    os.chown(home, NOBODY, NOBODY)
    launcher = folder / "launch"
    launcher.write_text(_LAUNCHER.format(user=NOBODY, setpriv=setpriv, browser=browser.path), encoding="utf-8")
    launcher.chmod(0o755)
    return launcher


def _installed_by_playwright() -> list[Path]:
    root = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")).expanduser()
    return sorted(root.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
