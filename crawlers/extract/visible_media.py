"""The listing's pictures, largest form first, without the shop's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4.element import Tag

from crawlers.extract.document import resolve_url
from crawlers.extract.picture_marks import stands_for_listing
from crawlers.extract.soup import Soup
from crawlers.extract.values import MAX_IMAGES

_MAIN = re.compile(r"cover|main|hero|featured|primary|wp-post-image|large|active|current|preview|zoom", re.IGNORECASE)
_GALLERY = re.compile(
    r"gallery|product-?(?:single-?|view-?)?(?:image|photo|media|img|cover|pic)|main-?image|slider|swiper|zoom|carousel|"
    r"hinh-?anh|anh-?chinh|fotorama|preview|lightbox|fancybox|thumbnails",
    re.IGNORECASE,
)
_THUMB = re.compile(r"thumb(?!nails)|small|mini|nav", re.IGNORECASE)
_ADDRESSES = (
    "data-zoom-image", "data-large_image", "data-zoom", "data-full", "data-large", "data-original", "data-origin",
    "data-src", "data-lazy-src", "data-lazy", "data-echo", "src",
)  # fmt: skip
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_WIDTH = re.compile(r"\{width\}|%7Bwidth%7D", re.IGNORECASE)
_SMALL = 60
MAX_PICTURES = 400
MAX_ADDRESS = 4000


def gallery(soup: Soup, title: Tag | None, base: str) -> tuple[str, ...]:
    """Give picture addresses: those in a gallery or named like the title first, then those around the title."""
    named = title.get_text(" ").strip().lower() if title else None
    ranked: dict[str, int] = {}
    for picture in islice((tag for tag in soup.tags if tag.name == "img"), MAX_PICTURES):
        address = _address(picture, base)
        if address and stands_for_listing(address) and not _is_small(picture):
            ranked.setdefault(address, _rank(picture, named, soup))
    best = min(ranked.values(), default=0)
    return tuple(address for address, rank in ranked.items() if rank == best)[:MAX_IMAGES]


def _address(picture: Tag, base: str) -> str | None:
    """Give the largest form: the set's widest, what zooming shows, the file the picture links to, what is shown."""
    usable = (
        given for given in _forms(picture) if given and not given.startswith("data:") and len(given) < MAX_ADDRESS
    )
    return next((address for given in usable if (address := resolve_url(_WIDTH.sub("1024", given), base))), None)


def _forms(picture: Tag) -> Iterator[str]:
    yield from (_largest(str(picture[name])) for name in _SETS if picture.get(name))
    yield from (str(picture[name]) for name in _ADDRESSES[:-1] if picture.get(name))
    link = next((part for part in islice(picture.parents, 3) if part.name == "a"), None)
    href = str(link.get("href") or "") if link else ""
    if _PICTURE_FILE.search(href.partition("?")[0]):
        yield href
    # The parser knows nothing of `source` being empty and may put the picture into it.
    box = next((part for part in islice(picture.parents, 4) if part.name == "picture"), None)
    for source in box.find_all("source", limit=10) if box else ():
        yield from (_largest(str(source[name])) for name in _SETS if source.get(name))
    yield str(picture.get("src") or "")


def _largest(srcset: str) -> str:
    """Give the address with the largest descriptor ("1200w", "2x") of a set, the first where none has one."""
    entries = [entry.split() for entry in re.split(r",\s+", srcset[:8000]) if entry.split()]
    return max(entries, key=_width, default=[""])[0].rstrip(",")


def _width(entry: list[str]) -> float:
    digits = entry[1].rstrip("wxh,") if len(entry) > 1 else ""
    return float(digits) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", digits) else 0


def _is_small(picture: Tag) -> bool:
    sizes = [str(picture.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and len(size) < 5 and int(size) < _SMALL for size in sizes)  # noqa: PLR2004 - pixels


def _rank(picture: Tag, title: str | None, soup: Soup) -> int:
    alternative = str(picture.get("alt") or "").strip().lower()
    if title and alternative and (alternative in title or title in alternative):
        return 0
    own = f"{soup.name_of(picture)} {soup.name_of(picture.parent) if picture.parent else ''}"
    around = [picture, *islice(picture.parents, 4)]
    if any(part.name in {"header", "nav", "aside"} for part in around):
        return 5
    names = " ".join(soup.name_of(part) for part in around)[:1000]
    if _GALLERY.search(names) or _MAIN.search(own):
        return 2 if _THUMB.search(own) else 1
    return 3
