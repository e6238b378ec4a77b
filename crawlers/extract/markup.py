"""Bytes to a tree: the right letters, no more than a page may hold, nothing executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import lxml.etree
from lxml.etree import _Element as Element
from w3lib.encoding import html_to_unicode, read_bom

from listings.errors import Unreadable

# The largest of 110 real product pages measured 1.3 MB; what is larger is no page a person reads.
MAX_BYTES = 5_000_000
# Elements beyond this are a bomb: the largest real page has 20,000.
MAX_ELEMENTS = 150_000
MAX_ATTRIBUTES = 1000

_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|title|meta|div|p|h1|article|script|main|section|span|a)\b", re.IGNORECASE
)
# Nearly every page shows itself to be one in its first line.
_HEAD = 1000
_LONG_TAG = 5000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def check_is_page(body: bytes, media_type: str | None, url: str) -> None:
    """Refuse what is no page before it is read.

    Raises:
        Unreadable: `too_large`, `not_html` or `broken_markup`.
    """
    if len(body) > MAX_BYTES:
        raise Unreadable("too_large", f"the page has {len(body)} bytes, the limit is {MAX_BYTES}", where=url)
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind and not ("html" in kind or kind in {"text/plain", "application/xml", "text/xml"}):
        raise Unreadable("not_html", f"the answer is {kind}", where=url)
    if not _MARKUP.search(body[:_HEAD]) and not _MARKUP.search(body[:100_000].replace(b"\x00", b"")):
        raise Unreadable("not_html" if body.strip() else "broken_markup", "there is no markup in it", where=url)


def decode(body: bytes, media_type: str | None = None) -> str:
    """Give the page's text: byte order mark, else valid UTF-8 whatever is declared, else the declared charset.

    Valid UTF-8 with letters beyond ASCII does not happen by chance, while wrong declarations are common.
    """
    if read_bom(body)[0] is None:
        try:
            return body.decode("utf-8").replace("\x00", "")
        except UnicodeDecodeError:
            pass
    _, text = html_to_unicode(media_type, body, default_encoding="cp1252")
    return text.replace("\x00", "")


def parse(text: str, url: str) -> Element:
    """Parse a page.

    Raises:
        Unreadable: `broken_markup`, or `too_large` where it has more elements than any page.
    """
    if any(map(_is_overloaded, _long_tags(text))):
        raise Unreadable("broken_markup", f"a tag has more than {MAX_ATTRIBUTES} attributes", where=url)
    try:
        tree = tree_of(text)
    except (lxml.etree.LxmlError, ValueError) as broken:
        raise Unreadable("broken_markup", "the markup could not be parsed", where=url) from broken
    if tree is None:
        raise Unreadable("broken_markup", "the markup holds nothing", where=url)
    # Every element takes a bracket; counting them is hundred times cheaper than counting elements.
    if text.count("<") > MAX_ELEMENTS and sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise Unreadable("too_large", f"the page has more than {MAX_ELEMENTS} elements", where=url)
    return tree


def tree_of(text: str) -> Element | None:
    """Parse a text as lxml does, without comments; None for what holds nothing."""
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    return lxml.etree.fromstring(text.encode("utf-8", "replace"), parser=parser)


def _long_tags(text: str) -> Iterator[str]:
    """Yield what begins like a tag and is not closed for long, looking only where nothing is."""
    place = 0
    while place + _LONG_TAG < len(text):
        closed = text.rfind(">", place, place + _LONG_TAG)
        if closed < 0:
            closed = text.find(">", place + _LONG_TAG)
            closed = len(text) if closed < 0 else closed
            # A text that begins without a bracket begins like a tag whose bracket was cut off.
            start = text.find("<", place) if place else -1
            if start >= 0 or not place:
                yield from _opened(text, start, closed - _LONG_TAG)
        place = closed + 1


def _opened(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the long stretches without a bracket that follow the brackets from `start` on; the text's start is one."""
    while start < end:
        following = text.find("<", start + 1)
        following = len(text) if following < 0 else following
        if following - start > _LONG_TAG + 1 and text[start + 1].isalpha():
            yield text[start + 1 : following]
        start = following


def _is_overloaded(tag: str) -> bool:
    """Say whether a tag has more attributes than the parser, quadratic in their number, takes in reasonable time."""
    return len(_QUOTED.sub("", tag.partition(">")[0]).split()) > MAX_ATTRIBUTES
