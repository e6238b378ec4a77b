"""How the model reads a listing: its words as tokens, in windows that hold whole clauses and what stands around them.

A clause means what it means where it stands: "cures cancer" in a warning is no claim, "gone in a week" is one beside
"warts". So the model reads the title and the neighbours along with each clause, and is asked about every clause.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Protocol

from detectors.claims.clauses import JUDGED_FIELDS, Clause, clause_spans
from detectors.claims.packing import Marks, ReadClause, Window, packed
from listings.folding import fold
from listings.listing import Listing

NO_TEXTS: Final[Mapping[str, str]] = MappingProxyType({})
_LONGEST_CLAUSE: Final = 250
_LONGEST_WORD: Final = 24
"""Characters: what is longer ("a/b/c/...") is read in parts, each with offsets of its own."""
_MOST_GROWTH: Final = 2
"""One ligature may stand for eighteen letters; a clause of them must not outgrow what the model reads at once."""
_WORDS_REMEMBERED: Final = 1 << 14
_TAIL: Final = 8
"""Characters behind a clause that are read with it."""

_SHORTEST_SHOUT = 8
_MOSTLY = 0.7
_LETTERS = re.compile(r"[^\W\d_]+")
# Words, and letters set apart ("t h u ố c"), which are one word to a reader.
_WORD = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){3,}(?!\S)|\S+")
_PART = re.compile(r"[^\W_]{1,24}[\W_]{0,4}|[\W_]{1,24}")


class Tokenizer(Marks, Protocol):
    """Cuts single words into token ids."""

    def pieces(self, word: str) -> Sequence[int]:
        """Give the ids of a word."""


class Reader:
    """Turns listings into windows. `vocabulary` holds folded words that are written out where they are disguised."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Collection[str] = ()) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = vocabulary
        self._pieces = lru_cache(_WORDS_REMEMBERED)(self._cut)

    def windows(self, listing: Listing, further: Mapping[str, str] = NO_TEXTS) -> list[Window]:
        """Give the listing's windows; every clause of its texts is in exactly one.

        Args:
            listing: Its title and description are read.
            further: Other texts by field name, such as those read from its pictures; read after the description.
        """
        texts = {**{field: listing.text_of(field) for field in JUDGED_FIELDS}, **further}
        read = [clause for field, text in texts.items() for clause in self._read_field(field, text)]
        return list(packed([clause for clause in read if clause.words], self._tokenizer))

    def _read_field(self, field: str, text: str) -> Iterator[ReadClause]:
        spans = [*clause_spans(text), (len(text), len(text))]
        for (start, end), (following, _) in pairwise(spans):
            read = self._read(Clause(field, start, end, text[start:end]), text[start : min(following, end + _TAIL)])
            yield from [read] if len(read.ids) <= _LONGEST_CLAUSE else _parts(read)

    def _read(self, clause: Clause, text: str) -> ReadClause:
        shouted = _shouted(clause.text)
        words: list[tuple[int, int, tuple[int, ...]]] = []
        after: list[int] = []
        for first, last in _words(text):
            # A row of single letters is one word here, however long.
            cut = self._pieces if last - first <= _LONGEST_WORD else self._cut
            ids = cut(text[first:last], shouted)
            start, end = clause.start + first, min(clause.start + last, clause.end)
            if start >= clause.end:
                after.extend(ids)
            elif ids:
                words.append((start, end, ids))
        return ReadClause(clause, tuple(words), tuple(after), _said(clause.text))

    def _cut(self, word: str, shouted: bool) -> tuple[int, ...]:
        read = plain(word, self._vocabulary)
        return tuple(self._tokenizer.pieces(read.lower() if shouted else read))


def _said(text: str) -> str:
    return " ".join(sorted(set(_LETTERS.findall(text.lower()))))


def _parts(read: ReadClause) -> Iterator[ReadClause]:
    """Cut a clause of more tokens than the model reads at once: rare letters have several tokens each."""
    part: list[tuple[int, int, tuple[int, ...]]] = []
    for word in read.words:
        if part and sum(len(ids) for _, _, ids in (*part, word)) > _LONGEST_CLAUSE:
            yield _part(read.clause, part)
            part = []
        part.append(word)
    yield _part(read.clause, part)


def _part(clause: Clause, words: Sequence[tuple[int, int, tuple[int, ...]]]) -> ReadClause:
    start, end = words[0][0], words[-1][1]
    text = clause.text[start - clause.start : end - clause.start]
    return ReadClause(Clause(clause.field, start, end, text), tuple(words), (), _said(text))


def _words(text: str) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text):
        if len(word.group()) <= _LONGEST_WORD or " " in word.group():
            yield word.span()
        else:
            yield from (part.span() for part in _PART.finditer(text, *word.span()))


def plain(word: str, vocabulary: Collection[str] = ()) -> str:
    """Give a word as the model should read it.

    Letters are composed, nothing is invisible, and disguised words (`gi4m`, `t.h.u.ố.c`) are written out where the word
    is in `vocabulary` (folded words); a disguised name stays as it is, being a claim itself.
    """
    composed = unicodedata.normalize("NFKC", word)
    if len(composed) > _MOST_GROWTH * len(word):
        composed = unicodedata.normalize("NFC", word)
    seen = "".join(character for character in composed if unicodedata.category(character) != "Cf")
    if not vocabulary or seen.isalpha():
        return seen
    folded = fold(seen)
    if folded.text not in vocabulary or not folded.text.isalpha():
        return seen
    letters = (seen[place] for place in folded.origin)
    return "".join(letter if letter.isalpha() else bare for letter, bare in zip(letters, folded.text, strict=True))


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= _SHORTEST_SHOUT and sum(map(str.isupper, letters)) > _MOSTLY * len(letters)
