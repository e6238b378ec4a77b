"""The model's tokenizer in plain Python: the likeliest cut of each word into known pieces.

The `tokenizers` library gives the same tokens, and the tests hold this against it. But at every start it spends 0.7 s
and 250 MB on a tree of the 250 000 pieces, where a dictionary takes 0.25 s and 60 MB; and it reads "</s>" in a seller's
text as the end of the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from detectors.claims.model.e5s1 import Pieces

_WORD_START: Final = "▁"
_UNKNOWN_PENALTY: Final = 10.0
_WORDS_REMEMBERED: Final = 1 << 14
_LONGEST_REMEMBERED: Final = 32
"""Letters of a word: a page without blanks must not fill the memory."""


class Unigram:
    """Cuts texts into piece ids. `bos` and `eos` are the marks that stand around them."""

    def __init__(self, pieces: Pieces, rules: Mapping[str, str]) -> None:
        self.pad = pieces.pad
        self.bos, self.eos, self._unknown = pieces.bos, pieces.eos, pieces.unk
        # Only marks have the score 0, which is that of a certainty, and marks are not to be found in texts.
        self._ids = {text: index for index, text in enumerate(pieces.texts) if pieces.scores[index]}
        self._scores = pieces.scores
        self._longest_piece = max(map(len, self._ids))
        self._unknown_score = min(pieces.scores) - _UNKNOWN_PENALTY
        self._rules = str.maketrans(dict(rules))
        self._remembered_cut = lru_cache(_WORDS_REMEMBERED)(self._likeliest_cut)

    def pieces(self, text: str) -> tuple[int, ...]:
        """Give the ids of a text's words."""
        # Composed after the rules, as they take single characters only: "e" and an accent become one letter here.
        words = unicodedata.normalize("NFC", text.translate(self._rules)).split()
        return tuple(chain.from_iterable(self._cut(_WORD_START + word) for word in words))

    def _cut(self, word: str) -> tuple[int, ...]:
        return self._remembered_cut(word) if len(word) <= _LONGEST_REMEMBERED else self._likeliest_cut(word)

    def _likeliest_cut(self, word: str) -> tuple[int, ...]:
        # best[end] is the best cut of word[:end]: its score, its last piece and where that begins.
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        best += [(float("-inf"), 0, 0)] * len(word)
        for start in range(len(word)):
            before = best[start][0]
            for end, piece, score in self._pieces_at(word, start):
                if before + score > best[end][0]:
                    best[end] = (before + score, piece, start)
        return tuple(self._joined(best))[::-1]

    def _pieces_at(self, word: str, start: int) -> Iterator[tuple[int, int, float]]:
        single = False
        for end in range(start + 1, min(len(word), start + self._longest_piece) + 1):
            if (piece := self._ids.get(word[start:end])) is not None:
                single = single or end == start + 1
                yield end, piece, self._scores[piece]
        if not single:
            yield start + 1, self._unknown, self._unknown_score

    def _joined(self, best: list[tuple[float, int, int]]) -> Iterator[int]:
        """Walk back from the end; unknown characters in a row are one unknown piece."""
        end, last = len(best) - 1, -1
        while end:
            _, piece, start = best[end]
            if not piece == last == self._unknown:
                yield piece
            end, last = start, piece
