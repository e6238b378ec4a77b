"""Finds phrases in text as people disguise it, and gives their place in the original.

Phrases are written with their diacritics: `hàng giả` must not match `hàng giá rẻ`. A word without marks in the text
matches one with marks only where the whole text carries none (people type `hang gia` on a telephone), and never where
the phrase has `=` before the word: `=sách` (book) is not `sach`, which is as often `sạch` (clean). `...` in a phrase
stands for up to four words, `,` for a comma, which is otherwise passed over: `mua bán , hóa đơn` is "we trade, with an
invoice" and not "we trade in invoices". Matching is linear in the text: each word starts only the phrases it begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from listings.folding import fold

GAP = "..."
EXACT = "="
PAUSE = ","
LONGEST_GAP = 4

_WORD = re.compile(r"\w+")
_PAUSES = re.compile(r"[,;:]")
_WORDS_REMEMBERED = 1 << 14
_LONGEST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase found: offsets in the original text."""

    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, its tone and letter marks, and its offsets in the original."""

    folded: str
    marks: str
    start: int
    end: int
    exact: bool = False
    """Of a phrase's word: only a word with the same marks will do."""
    paused: bool = False
    """A comma, semicolon or colon stands before it; of a phrase's word: has to."""


@dataclass(frozen=True, slots=True)
class FoldedWords:
    """A text's words, and whether any of them carries marks."""

    words: tuple[Word, ...]
    marked: bool


def words_of(text: str) -> FoldedWords:
    """Read a text into folded words with their marks."""
    folded = fold(text)
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(folded.text):
        start, end = folded.span(match.start(), match.end())
        paused = _PAUSES.search(folded.text, before, match.start()) is not None
        words.append(Word(match.group(), _marks(text[start:end]), start, end, paused=paused))
        before = match.end()
    return FoldedWords(tuple(words), any(word.marks for word in words))


class PhraseFinder:
    """Finds a set of phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._starting: dict[str, list[tuple[str, tuple[Word | None, ...]]]] = defaultdict(list)
        for phrase in phrases:
            parts = _parts(phrase)
            if parts and parts[0] is not None:
                self._starting[parts[0].folded].append((phrase, parts))

    def find(self, text: FoldedWords) -> Iterator[PhraseMatch]:
        """Give every phrase found, by its place in the text."""
        for index, word in enumerate(text.words):
            for phrase, parts in self._starting.get(word.folded, ()):
                last = _match(parts, text, index)
                if last is not None:
                    yield PhraseMatch(phrase, word.start, text.words[last].end)

    def found_in(self, text: FoldedWords) -> bool:
        """Say whether any phrase occurs."""
        return next(self.find(text), None) is not None


def _parts(phrase: str) -> tuple[Word | None, ...]:
    parts: list[Word | None] = []
    paused = False
    for piece in phrase.split():
        exact = piece.startswith(EXACT)
        words = words_of(piece.removeprefix(EXACT)).words
        parts.extend([None] if piece == GAP else (replace(word, exact=exact, paused=paused) for word in words))
        paused = piece == PAUSE
    return tuple(parts)


def _match(parts: Sequence[Word | None], text: FoldedWords, index: int) -> int | None:
    """Give the index of the last word matched, or None."""
    place = index - 1
    gap = 0
    for part in parts:
        if part is None:
            gap = LONGEST_GAP
            continue
        for at in range(place + 1, min(place + 2 + gap, len(text.words))):
            if _same(part, text.words[at], text.marked):
                place, gap = at, 0
                break
        else:
            return None
    return place


def _same(wanted: Word, word: Word, marked: bool) -> bool:
    if wanted.folded != word.folded or (wanted.paused and not word.paused):
        return False
    if wanted.marks == word.marks:
        return True
    return not wanted.exact and not (wanted.marks and (word.marks or marked))


def _marks(text: str) -> str:
    """Give a word's marks in a fixed order, so that `hoá` and `hóa` are one."""
    return "" if text.isascii() else _marks_of(text) if len(text) <= _LONGEST_REMEMBERED else _counted_marks(text)


def _counted_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sorted(c for c in plain if unicodedata.combining(c) or c == "đ"))


_marks_of = lru_cache(_WORDS_REMEMBERED)(_counted_marks)
