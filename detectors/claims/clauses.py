"""Cuts a listing's texts into clauses with exact offsets.

Claims are judged clause by clause: a disclaimer in one clause must not clear a claim in another, and evidence quotes
the clause, not the listing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from listings.listing import Listing

JUDGED_FIELDS = ("title", "description")

# Longer clauses mix several statements and blur their embedding; shorter ones lose what they speak of.
LONGEST = 170
SHORTEST_PIECE = 45

_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
_HARD = re.compile(
    rf"[\n\r\v\f\u2028\u2029]+|(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)|[•·●▪★☆|]+|[{_EMOJI}\ufe0f\u200d\u20e3]+|\s{{3,}}"
    r"|(?<=[^\W\d_])\.(?=[A-ZÀ-ỴĐ][^\W\d_])"
)
_SOFT = re.compile(r"[,;:](?=\s)|\s[-–—+*~>=](?=\s)")
_BLANK = re.compile(r"[\s\-–—+*•:,;~>=#\u200b]*")
# Only what does not also end sentences ("says no.").
_ABBREVIATIONS = frozenset({
    "ts", "ths", "bs", "bsck", "pgs", "gs", "ds", "ks", "tp", "q", "p", "đ", "tx", "tt", "mr", "mrs", "ms", "dr",
    "prof", "vs", "approx", "vol", "fig", "e.g", "i.e",
})  # fmt: skip
_ORDINAL = re.compile(r"[\s(\[\-–*+]*\d{1,2}")
_NUMBER_NEXT = re.compile(r"\s?\d")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a field: `text == listing.text_of(field)[start:end]`."""

    field: str
    start: int
    end: int
    text: str


def listing_clauses(listing: Listing) -> Iterator[Clause]:
    """Give the clauses of a listing's title and description, in order."""
    for field in JUDGED_FIELDS:
        text = listing.text_of(field)
        for start, end in clause_spans(text):
            yield Clause(field, start, end, text[start:end])


def clause_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give the offsets of a text's clauses: trimmed, not overlapping, in order. Linear in the length."""
    for start, end in _sentences(text):
        for piece_start, piece_end in _pieces(text, start, end):
            span = _trimmed(text, piece_start, piece_end)
            if span is not None:
                yield span


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _HARD.finditer(text):
        if match.group()[0] == "." and not _ends_sentence(text, begin, match.start()):
            continue
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def _ends_sentence(text: str, begin: int, dot: int) -> bool:
    """Tell a full stop from the dot of `TS.`, `TP. HCM`, `No. 1`, of a leading `1.` and of addresses on the web."""
    before = text[max(begin, dot - 80) : dot]
    word = before.split()[-1] if before and not before[-1].isspace() else ""
    if "://" in word or word.startswith("www.") or "@" in word:
        return text[dot + 1 : dot + 2].isspace()
    short = word.lower().lstrip("([\"'“")
    if short == "no" and _NUMBER_NEXT.match(text, dot + 1):
        return False
    # "2. Đổi trả" is numbered; the number in "tuýp 2. Uống là khỏi" ends a sentence.
    return short not in _ABBREVIATIONS and not _ORDINAL.fullmatch(before)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= LONGEST:
        yield start, end
        return
    begin = start
    for match in _SOFT.finditer(text, start, end):
        if match.start() - begin >= SHORTEST_PIECE:
            yield from _blocks(text, begin, match.start())
            begin = match.end()
    yield from _blocks(text, begin, end)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what has no punctuation at blanks, and what has no blanks anywhere."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + SHORTEST_PIECE, start + LONGEST)
        cut = blank if blank > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    opening = _BLANK.match(text, start, end)
    start = opening.end() if opening else start
    while end > start and _BLANK.fullmatch(text[end - 1]):
        end -= 1
    readable = any(character.isalpha() for character in text[start:end])
    return (start, end) if readable else None
