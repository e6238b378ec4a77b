"""What an element says, on one line: its text without padding, bounded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

import lxml.etree
from lxml.etree import _Element as Element

# Of texts longer than this most is wanted: asking for all of them at once costs a fifth of asking for each.
_FEW = 20_000
_PADDING = ("\u200b", "\u00ad", "\ufeff", "\u200e", "\u200f")
_TEXTS = lxml.etree.XPath("descendant::text()", smart_strings=False)


def clean(text: str, limit: int = 1000) -> str:
    """Give text on one line without the spaces and invisible marks pages are padded with."""
    if not text.isascii():
        for padding in _PADDING:
            text = text.replace(padding, "")
    return " ".join(text.split())[:limit]


def visible_text(element: Element, limit: int = 1000) -> str:
    """Give an element's text on one line, its pieces parted by spaces, at most `limit` letters of it."""
    # Padding may be most of it: more than the limit is read before it is cut, but never a whole bomb.
    reach = max(limit * 4, 2000)
    if not len(element):
        return clean((element.text or "")[:reach], limit)
    pieces = _bounded(_TEXTS(element) if reach > _FEW else element.itertext(), reach)
    # Mostly there is hardly any padding: of a long text little more than what is wanted need be cleaned.
    first = _first(pieces, limit + limit // 8)
    text = clean(" ".join(first), limit)
    if len(text) == limit or len(first) == len(pieces):
        return text
    return clean(" ".join(pieces), limit)


def _bounded(texts: Iterable[str], reach: int) -> list[str]:
    """Give texts up to the one with which they are longer than `reach`."""
    pieces: list[str] = []
    length = 0
    for piece in texts:
        pieces.append(piece[:reach])
        length += len(pieces[-1])
        if length > reach:
            break
    return pieces


def _first(texts: list[str], length: int) -> list[str]:
    """Give texts, whole, up to the one with which they are longer than `length`."""
    for number, so_far in enumerate(accumulate(map(len, texts)), start=1):
        if so_far > length:
            return texts[:number]
    return texts
