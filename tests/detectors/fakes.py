"""A small fake of the encoder port, and listings to judge."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from listings.folding import fold
from listings.listing import Listing
from listings.subject import Subject

WIDTH = 384


class WordEncoder:
    """Gives each word a fixed direction and each text their sum: texts with common words are close."""

    name = "words"
    version = "1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        rows = [sum((_direction(word) for word in fold(text).text.split()), np.full(WIDTH, 1e-3)) for text in texts]
        matrix = np.array(rows, np.float32).reshape(len(texts), WIDTH)
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), np.float32)


def _direction(word: str) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=WIDTH)


def subject(title: str = "", description: str = "", **more: Any) -> Subject:
    """Make a subject captured on 1 June 2026."""
    listing = Listing(id="1", title=title, description=description, **more)
    return Subject(listing=listing, captured_at=datetime(2026, 6, 1, tzinfo=UTC))
