"""Scores the clauses of many listings; equal windows are read once, honest ones often not to the end."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from detectors.claims.head import ClaimHead, Floats, ScoredClause
from detectors.claims.packing import Window
from detectors.claims.reading import NO_TEXTS, Reader
from listings.listing import Listing

if TYPE_CHECKING:
    from detectors.claims.model.encoder import Encoder, States

# What is read before it is scored: bounds the memory of a call to some 40 MB above the model's own. Windows of a
# 200,000-character description, the longest that the import lets in, take 9 MB.
LISTINGS_AT_ONCE = 64
CHARACTERS_AT_ONCE = 200_000


class ClaimScorer:
    """Reads listings and gives the scores of their clauses."""

    def __init__(self, encoder: Encoder, head: ClaimHead) -> None:
        self._encoder = encoder
        self._head = head
        self._reader = Reader(encoder.tokenizer, head.vocabulary)

    def scores(
        self, listings: Sequence[Listing], further: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[list[ScoredClause]]:
        """Give each listing's scored clauses, in order; where a screen ended the reading they are nought.

        Args:
            listings: What is read.
            further: For each listing, other texts of it by field name; empty: none has any.
        """
        chunks = _chunks(list(zip(listings, further or [NO_TEXTS] * len(listings), strict=True)))
        reading: deque[_Reading] = deque()
        try:
            for chunk in chunks:
                # The model reads these while whoever asked looks at those before.
                reading.append(self._read([self._reader.windows(listing, others) for listing, others in chunk]))
                if len(reading) > 1:
                    yield from self._scored(reading.popleft())
            while reading:
                yield from self._scored(reading.popleft())
        finally:
            for one in reading:
                one.states.close()

    def _read(self, windows: Sequence[Sequence[Window]]) -> _Reading:
        alike: dict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
        for listing, of_one in enumerate(windows):
            for place, window in enumerate(of_one):
                alike[window.ids].append((listing, place))
        places = list(alike.values())

        scored: _Scored = {}

        def enough(index: int, stage: int, states: Floats) -> bool:
            if not all(self._head.is_screened_out(windows[one][at], stage, states) for one, at in places[index]):
                return False
            scored.update({(one, at): self._head.unsaid(windows[one][at], stage, states) for one, at in places[index]})
            return True

        return _Reading(windows, places, self._encoder.states(list(alike), enough), scored)

    def _scored(self, reading: _Reading) -> list[list[ScoredClause]]:
        scored = reading.scored
        try:
            for index, states in reading.states:
                # Scored at once: a window's states are 300 KB, its scores a few.
                for listing, place in reading.places[index]:
                    scored[listing, place] = self._head.score(reading.windows[listing][place], states)
        finally:
            reading.states.close()
        return [
            list(chain.from_iterable(scored[listing, place] for place in range(len(of_one))))
            for listing, of_one in enumerate(reading.windows)
        ]


_Scored = dict[tuple[int, int], list[ScoredClause]]
"""Scores by listing and window."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Windows by listing, the places in it of each distinct one, and the states of those as they come.

    `scored` holds what a screen has ended by then.
    """

    windows: Sequence[Sequence[Window]]
    places: Sequence[Sequence[tuple[int, int]]]
    states: States
    scored: _Scored


_Texts = tuple[Listing, Mapping[str, str]]


def _chunks(texts: Sequence[_Texts]) -> Iterator[list[_Texts]]:
    chunk: list[_Texts] = []
    characters = 0
    for listing, others in texts:
        chunk.append((listing, others))
        characters += len(listing.title or "") + len(listing.description or "") + sum(map(len, others.values()))
        if len(chunk) >= LISTINGS_AT_ONCE or characters >= CHARACTERS_AT_ONCE:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
