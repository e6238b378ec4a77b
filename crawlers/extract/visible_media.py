"""The listing's pictures, largest form first, without the shop's own marks."""

from __future__ import annotations

import re
from itertools import islice

from bs4.element import Tag

from crawlers.extract.document import resolve_url
from crawlers.extract.region import Region
from crawlers.extract.values import MAX_IMAGES

# Favicons, logos, badges and share pictures stand for the shop, not for the listing.
_NOT_THE_LISTING = re.compile(
    r"(?:favicon|apple-touch|android-icon|logo|sprite|placeholder|no-?image|default-?image|blank\.|pixel|spacer|loading|loader|"
    r"avatar|payment|visa|mastercard|badge|banner|icons?[/_.-]|[/_.-]icon|share\.(?:png|jpe?g)|social-?share|flag)",
    re.IGNORECASE,
)
_GALLERY = re.compile(
    r"gallery|product-?(?:image|photo|media|img)|main-?image|slider|swiper|zoom|carousel|hinh-?anh|thumb", re.IGNORECASE
)
_ADDRESSES = ("data-zoom-image", "data-large_image", "data-original", "data-src", "data-lazy-src", "src")
_SMALL = 60


def stands_for_listing(address: str) -> bool:
    """Say whether an image address looks like the listing's own picture rather than a mark of the shop."""
    return not _NOT_THE_LISTING.search(address.partition("?")[0])


def gallery(region: Region, title: Tag | None, base: str) -> tuple[str, ...]:
    """Give picture addresses: those in a gallery or named like the title first, then those around the title."""
    named = title.get_text(" ").strip().lower() if title else None
    ranked: dict[str, int] = {}
    for picture in islice(region.of("img"), 400):
        address = _address(picture, base)
        if address and stands_for_listing(address) and not _is_small(picture):
            ranked.setdefault(address, _rank(picture, named, region))
    best = min(ranked.values(), default=0)
    return tuple(address for address, rank in ranked.items() if rank == best)[:MAX_IMAGES]


def _address(picture: Tag, base: str) -> str | None:
    given = [str(picture[name]) for name in _ADDRESSES if picture.get(name)]
    candidates = (*given, _largest(str(picture.get("srcset") or picture.get("data-srcset") or "")))
    usable = (c for c in candidates if c and not c.startswith("data:") and len(c) < 4000)  # noqa: PLR2004 - bound on hostile input
    return next((address for c in usable if (address := resolve_url(c, base))), None)


def _largest(srcset: str) -> str:
    """Give the last address of a srcset: sets are written from small to large."""
    entries = [entry.split()[0] for entry in srcset[:8000].split(", ") if entry.split()]
    return entries[-1] if entries else ""


def _is_small(picture: Tag) -> bool:
    sizes = [str(picture.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and len(size) < 5 and int(size) < _SMALL for size in sizes)  # noqa: PLR2004 - pixels


def _rank(picture: Tag, title: str | None, region: Region) -> int:
    alternative = str(picture.get("alt") or "").strip().lower()
    if title and alternative and (alternative in title or title in alternative):
        return 0
    around = [picture, *list(picture.parents)[:4]]
    names = " ".join(region.name_of(part) for part in around)
    if _GALLERY.search(names[:1000]):
        return 1
    return 3 if any(part.name in {"header", "nav", "aside"} for part in around) else 2
