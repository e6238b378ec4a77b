"""The model's tokens of single words, and of the marks that stand around a window."""

from __future__ import annotations

from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.texts import BAR, PREFIX, clean
from detectors.claims.model.unigram import Unigram


class WordPieces:
    """Cuts words into token ids (`detectors.claims.reading.Tokenizer`)."""

    def __init__(self, weights: WeightFile) -> None:
        self._unigram = Unigram(weights.pieces, weights.rules)
        self.pad = weights.pieces.pad
        self.opening = (weights.pieces.bos, *self.pieces(PREFIX))
        self.closing = (weights.pieces.eos,)
        self.bar = self.pieces(BAR)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Give the ids of a word; none for what is blank or invisible."""
        return self._unigram.pieces(clean(word))
