"""Zalo: the selected part of a chat, or an account's public page. Untested against the live service.

Of a chat the extension sends only what the person selected, with the group's name: the rest is other people's talk.
"""

from __future__ import annotations

from crawlers.capture.readers.listed import from_state, only_own, reading_of
from crawlers.capture.readers.state import CapturedPage
from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import clean
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_DESCRIPTION, MAX_IMAGES
from listings.listing import Seller
from listings.urls import site_of

# Written by the extension beside a selection (crawlers/capture/extension/rules.json).
_GROUP = "string(//meta[@name='soi:group']/@content)"
_SELECTED = "//*[@data-soi-selected]"
_TITLE_LENGTH = 120


def read_zalo(page: CapturedPage) -> PageReading:
    """Read what was selected in a chat as a post; of a chat without a selection nothing."""
    selected = next(iter(page.document.tree.xpath(_SELECTED)), None)
    if selected is None:
        return _account(page)
    lines = [clean(line, MAX_DESCRIPTION) for line in selected.itertext()]
    text = "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]
    pictures = (resolve_url(src, page.document.base) for src in selected.xpath(".//img/@src"))
    first = text.split("\n", 1)[0]
    post = {
        "kind": "post",
        "title": clean(first, _TITLE_LENGTH),
        "description": text,
        "publisher": clean(str(page.document.tree.xpath(_GROUP))) or None,
        "images": tuple(dict.fromkeys(picture for picture in pictures if picture))[:MAX_IMAGES],
    }
    return reading_of(page, only_own(page, post, source="visible") if text else only_own(page, {}))


def _account(page: CapturedPage) -> PageReading:
    """Read an account's page (`zalo.me/...`) as the account that offers; a chat without a selection is no listing."""
    if site_of(page.document.url).startswith("chat."):
        return reading_of(page)
    named = page.reading.listings[0].listing.title if page.reading.listings else page.document.title
    if not named:
        return page.reading
    given = {"kind": "post", "title": named, "seller": Seller(name=named, url=page.document.canonical)}
    return reading_of(page, from_state(page, given, source="visible"))
