"""Packs a listing's clauses into windows: what the model reads at once, with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from detectors.claims.clauses import Clause

LONGEST_WINDOW: Final = 256
"""Tokens of a window: listings of 120 words fit into one; two thirds of real ones need more."""
_LONGEST_TITLE: Final = 24
_LONGEST_BEFORE: Final = 32
"""Tokens of the clause before that a later window repeats."""


class Marks(Protocol):
    """Token ids that stand between and around texts."""

    @property
    def opening(self) -> tuple[int, ...]:
        """What every window begins with."""

    @property
    def closing(self) -> tuple[int, ...]:
        """What every window ends with."""

    @property
    def bar(self) -> tuple[int, ...]:
        """What stands between title and description."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word's characters `[start, end)` in its field, and its tokens `[first, last)` in its window."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PlacedClause:
    """A clause with its words, in order; at least one."""

    clause: Clause
    words: tuple[PlacedWord, ...]

    @property
    def tokens(self) -> tuple[int, int]:
        """Give the clause's tokens `[first, last)` in its window."""
        return self.words[0].first, self.words[-1].last


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once: token ids, and the clauses that it is asked about."""

    ids: tuple[int, ...]
    clauses: tuple[PlacedClause, ...]


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause on its own: its words with their token ids, and the ids of what ends it ("?", an emoji).

    `said` is what it says whatever its numbers, capitals and order: equal where a clause is said again.
    """

    clause: Clause
    words: tuple[tuple[int, int, tuple[int, ...]], ...]
    after: tuple[int, ...]
    said: str

    @property
    def ids(self) -> tuple[int, ...]:
        """Give all its tokens, in order."""
        return (*(token for _, _, ids in self.words for token in ids), *self.after)


def packed(clauses: Sequence[ReadClause], marks: Marks) -> Iterator[Window]:
    """Give the windows of a listing's clauses, each of which has a word; every clause is in exactly one."""
    title = tuple(token for read in clauses if read.clause.field == "title" for token in read.ids)
    begin = 0
    while begin < len(clauses):
        last = _before(clauses, begin)
        repeated = last.ids[-_LONGEST_BEFORE:] if last else ()
        told = (*title[:_LONGEST_TITLE], *marks.bar, *repeated) if begin else ()
        before = (*marks.opening, *told)
        end = _end(clauses, begin, LONGEST_WINDOW - len(before) + len(marks.bar), len(marks.bar))
        yield _window(before, clauses[begin:end], marks)
        begin = end


def _window(before: tuple[int, ...], clauses: Sequence[ReadClause], marks: Marks) -> Window:
    ids = list(before)
    placed: list[PlacedClause] = []
    for read in clauses:
        if placed and placed[-1].clause.field != read.clause.field:
            ids.extend(marks.bar)
        words = []
        for start, end, tokens in read.words:
            words.append(PlacedWord(start, end, len(ids), len(ids) + len(tokens)))
            ids.extend(tokens)
        ids.extend(read.after)
        placed.append(PlacedClause(read.clause, tuple(words)))
    return Window((*ids, *marks.closing), tuple(placed))


def _before(clauses: Sequence[ReadClause], begin: int) -> ReadClause | None:
    """Give the clause of the description that a later window repeats, unless the window begins by saying it again."""
    last = clauses[begin - 1] if begin else None
    again = last is None or last.clause.field == "title" or last.said == clauses[begin].said
    return None if again else last


def _end(clauses: Sequence[ReadClause], begin: int, room: int, bar: int) -> int:
    """Say where a window ends: where it is full, or where it would read the same words twice.

    Nobody whom the model has learned from says a thing ten times: of "gone in a week. gone in a week. ..." it would
    find ten times nothing, of the first alone a claim.
    """
    last = _before(clauses, begin)
    said = {last.said} if last else set()
    for place in range(begin, len(clauses)):
        read = clauses[place]
        room -= len(read.ids) + bar
        if place > begin and (room < 0 or read.said in said):
            return place
        # A description may well begin with its title.
        if read.clause.field != "title":
            said.add(read.said)
    return len(clauses)
