"""Reads a page that a person captured: generic first, then by the reader of its site."""

from __future__ import annotations

from crawlers.capture.readers.catalogue import reader_of
from crawlers.capture.readers.state import CapturedPage
from crawlers.extract.document import open_document
from crawlers.extract.page import read_page
from crawlers.extract.reading import PageReading

WALLS = frozenset({"captcha", "login_wall", "blocked", "rate_limited", "server_error"})
"""Reasons that mean: this is not the page that was asked for. Whatever stands there is never read as a listing."""


def read_captured_page(body: bytes, *, url: str, media_type: str | None = None) -> PageReading:
    """Read the listings of a captured page.

    Args:
        body: the page as the browser held it, at most 5 MB.
        url: where it was captured.
        media_type: its Content-Type with the charset, where known.

    Returns:
        As `read_page`: listings, or the reason why there is none. A wall stays a wall whatever the site's reader knows.
    """
    reading = read_page(body, url=url, media_type=media_type)
    reader = reader_of(url)
    if reader is None or reading.unreadable not in {None, "no_listing"}:
        return reading
    return reader.read(CapturedPage(open_document(body, url=url, media_type=media_type), reading))
