"""Scores the clauses of many listings: windows of like length are read together, equal ones once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from detectors.claims.head import ClaimHead, ScoredClause
from detectors.claims.reading import NO_TEXTS, Reader, Window
from listings.listing import Listing

if TYPE_CHECKING:
    from detectors.claims.model.encoder import Encoder

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
        """Give each listing's scored clauses, in order.

        Args:
            listings: What is read.
            further: For each listing, other texts of it by field name; empty: none has any.
        """
        for chunk in _chunks(list(zip(listings, further or [NO_TEXTS] * len(listings), strict=True))):
            yield from self._scores([self._reader.windows(listing, others) for listing, others in chunk])

    def _scores(self, windows: Sequence[Sequence[Window]]) -> list[list[ScoredClause]]:
        alike: dict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
        for listing, of_one in enumerate(windows):
            for place, window in enumerate(of_one):
                alike[window.ids].append((listing, place))
        distinct = list(alike)
        scored: list[list[list[ScoredClause]]] = [[[] for _ in of_one] for of_one in windows]
        for index, states in self._encoder.states(distinct):
            # Scored at once: a window's states are 300 KB, its scores a few.
            for listing, place in alike[distinct[index]]:
                scored[listing][place] = self._head.score(windows[listing][place], states)
        return [list(chain.from_iterable(of_one)) for of_one in scored]


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
