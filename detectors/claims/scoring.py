"""Scores clauses: embeddings once per distinct clause, then the head's probabilities."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detectors.claims.head import ClaimHead, Floats
from listings.folding import fold

# Clauses encoded at once: bounds the memory of a call to some 20 MB above the model's own.
CHUNK = 2048


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
            embeddings = self._encoder.encode([readable(text) for text in chunk])
            rows = self._head.probabilities(embeddings, [fold(text).text for text in chunk])
            scored.update(zip(chunk, rows, strict=True))
        return scored


def readable(text: str) -> str:
    """Give a clause as the encoder should read it: composed letters, nothing invisible."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(character for character in composed if unicodedata.category(character) != "Cf")
