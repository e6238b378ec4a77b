"""Scores clauses: embeddings once per distinct clause, then the head's probabilities."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detectors.claims.head import ClaimHead, Floats
from listings.folding import fold

# Clauses encoded at once: bounds the memory of a call to some 20 MB above the model's own.
CHUNK = 2048

_SHORTEST_SHOUT = 8
_MOSTLY = 0.7


class TextEncoder(Protocol):
    """What turns texts into vectors: float32 [n, d], unit length."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def version(self) -> str:
        """The model's version: other vectors, other version."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts."""


class ClauseScorer:
    """Gives each distinct clause its probabilities, and remembers them for the length of one call."""

    def __init__(self, encoder: TextEncoder, head: ClaimHead) -> None:
        self._encoder = encoder
        self._head = head

    def probabilities(self, texts: Iterable[str]) -> dict[str, Floats]:
        """Give {text: [k] probabilities of the head's outputs}, each text encoded once."""
        waiting = iter(dict.fromkeys(texts))
        scored: dict[str, Floats] = {}
        while chunk := list(islice(waiting, CHUNK)):
            embeddings = self._encoder.encode([readable(text, self._head.vocabulary) for text in chunk])
            rows = self._head.probabilities(embeddings, [fold(text).text for text in chunk])
            scored.update(zip(chunk, rows, strict=True))
        return scored


def readable(text: str, vocabulary: Collection[str] = ()) -> str:
    """Give a clause as the encoder should read it.

    Letters are composed, nothing is invisible, shouting is lowered, and disguised words (`gi4m`, `t.h.u.ố.c`) are
    written out where the word is in `vocabulary` (folded words); a disguised name stays as it is, being a claim itself.
    """
    composed = unicodedata.normalize("NFKC", text)
    seen = "".join(character for character in composed if unicodedata.category(character) != "Cf")
    plain = " ".join(_written_out(word, vocabulary) for word in seen.split())
    return plain.lower() if _shouted(plain) else plain


def _written_out(word: str, vocabulary: Collection[str]) -> str:
    if not vocabulary or word.isalpha():
        return word
    folded = fold(word)
    if folded.text not in vocabulary or not folded.text.isalpha():
        return word
    letters = (word[place] for place in folded.origin)
    return "".join(letter if letter.isalpha() else plain for letter, plain in zip(letters, folded.text, strict=True))


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= _SHORTEST_SHOUT and sum(map(str.isupper, letters)) > _MOSTLY * len(letters)
