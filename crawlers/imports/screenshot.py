"""A screenshot with a line of text beside it: posts of closed groups and chat apps, where there is no page to save."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from crawlers.extract.element_text import clean
from crawlers.extract.markup import decode
from crawlers.extract.values import MAX_DESCRIPTION
from crawlers.imports.browser_capture import SCREENSHOT
from crawlers.imports.captured_page import modified_at
from crawlers.imports.imported import Entry, Imported, ImportFault
from crawlers.imports.limits import MAX_ENTRY, whole_file
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import Capture, ReadListing
from listings.urls import canonical_url, site_of

PICTURES = (".png", ".jpg", ".jpeg")
MAGIC = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff")
_TITLE_LENGTH = 120
_MAX_TEXT = 200_000
# What people write before a group's name, as in "Zalo: Chợ sỉ Ninh Hiệp"; the site is that of the platform.
_PLATFORMS = {
    "zalo": "zalo.me",
    "facebook": "facebook.com",
    "messenger": "facebook.com",
    "tiktok": "tiktok.com",
    "telegram": "t.me",
    "viber": "viber.com",
    "whatsapp": "whatsapp.com",
    "instagram": "instagram.com",
}


def text_beside(picture: Path) -> Path:
    """Give where the text of a screenshot is to lie: the same name with `.txt`."""
    return picture.with_suffix(".txt")


def has_text(picture: Path) -> bool:
    """Say whether a screenshot's text is there: a file of its own, no link to one elsewhere."""
    beside = text_beside(picture)
    return beside.is_file() and not beside.is_symlink()


def read_screenshot(path: Path) -> Iterator[Entry]:
    """Read a screenshot as a post: the text's first line is its address or the group's name, the rest what it says."""
    beside = text_beside(path)
    if not has_text(path):
        what = f"a screenshot needs a text beside it: {beside.name} with the address or the group, then what is offered"
        yield ImportFault(file=str(path), line=None, reason="invalid", what=what)
        return
    picture, lines = whole_file(path, MAX_ENTRY), _lines(decode(whole_file(beside, _MAX_TEXT)))
    if len(lines) < 2:  # noqa: PLR2004 - where, and what
        what = "the text needs a first line with the address or the group, and below it what is offered"
        yield ImportFault(file=str(beside), line=None, reason="invalid", what=what)
        return
    yield _imported(path, picture, lines[0], lines[1:])


def _imported(path: Path, picture: bytes, place: str, said: list[str]) -> Imported:
    digest = hashlib.sha256(picture).hexdigest()
    url = _address(place)
    platform, _, group = place.partition(":")
    known = _PLATFORMS.get(platform.strip().casefold()) if group.strip() else None
    text = "\n".join(said)[:MAX_DESCRIPTION]
    listing = Listing(
        id=url or f"{SCREENSHOT}-{digest[:32]}",
        url=url,
        site=site_of(url) if url else known,
        kind="post",
        title=clean(said[0], _TITLE_LENGTH),
        description=text,
        publisher=None if url else clean(group if known else place, 300),
        captured_by="person",
    )
    capture = Capture(
        url=url or f"{SCREENSHOT}:{digest}",
        fetched_at=modified_at(path),
        status=200,
        headers={"soi-text-sha256": hashlib.sha256(text.encode()).hexdigest()},
        body=picture,
        media_type="image/png" if picture.startswith(b"\x89PNG") else "image/jpeg",
        rendered=True,
    )
    named = {"title", "description"} | (set() if url else {"publisher"})
    read = ReadListing(listing=listing, sources=dict.fromkeys(sorted(named), "given"))
    return Imported(read=read, capture=capture, images=((SCREENSHOT, picture),))


def _lines(text: str) -> list[str]:
    return [line for given in text.splitlines() if (line := clean(given, MAX_DESCRIPTION))]


def _address(line: str) -> str | None:
    try:
        return canonical_url(line)
    except InvalidInput:
        return None
