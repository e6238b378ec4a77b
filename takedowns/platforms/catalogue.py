"""The platforms we know. A new one is a file and a word here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from listings.errors import NotFound
from listings.wording import Wording
from takedowns.platforms.platform import Platform, read_platform

PLATFORMS = ("generic", "shopee", "lazada", "tiktok_shop", "facebook", "youtube", "tiki", "zalo", "authority")
_HERE = Path(__file__).parent


@cache
def platform(name: str) -> Platform:
    """Give a platform by name.

    Raises:
        NotFound: we do not know it; the message lists those we do.
    """
    if name not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise NotFound(
            Wording(f"không biết nền tảng “{name}”", f"{name!r} is no platform we know"),
            remedy=Wording(f"các nền tảng đã có: {known}", f"known: {known}"),
        )
    return read_platform(_HERE / f"{name}.toml")


def platform_of(url: str | None) -> str:
    """Name the platform an address belongs to; `generic` for a site without a file of its own."""
    host = (urlsplit(url or "").hostname or "").lower()
    for name in PLATFORMS:
        if any(host == known or host.endswith("." + known) for known in platform(name).hosts):
            return name
    return "generic"
