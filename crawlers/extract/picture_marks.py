"""Tells a listing's own picture from the marks of its shop, by the picture's address."""

from __future__ import annotations

import re

# Favicons, logos, badges and share pictures stand for the shop, not for the listing.
_NOT_THE_LISTING = re.compile(
    r"(?:favicon|apple-touch|android-icon|logo|sprite|placeholder|no-?image|default-?image|blank\.|pixel|spacer|loading|loader|"
    r"avatar|payment|visa|mastercard|badge|banner|icons?[/_.-]|[/_.-]icon|share\.(?:png|jpe?g)|social-?share|flag)",
    re.IGNORECASE,
)


def stands_for_listing(address: str) -> bool:
    """Say whether an image address looks like the listing's own picture rather than a mark of the shop."""
    return not _NOT_THE_LISTING.search(address.partition("?")[0])
