"""Small fakes of the encoder and of a head, and listings to judge."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from detectors.claims.examples import output_names
from detectors.claims.head import ClaimHead, Floats
from detectors.claims.model.encoder import Enough, never
from listings.folding import fold
from listings.listing import Listing
from listings.subject import Subject

WIDTH = 1024


class Words:
    """Cuts every word into one token: the number of its folded letters."""

    opening = (1,)
    closing = (2,)
    bar = (3,)

    def pieces(self, word: str) -> tuple[int, ...]:
        folded = fold(word).text.strip(" .,!?;:\"'()")
        return (10 + zlib.crc32(folded.encode("utf-8", "replace")) % 1_000_000,) if folded else ()


class WordEncoder:
    """Gives each token a fixed direction, whatever stands around it."""

    name = "words"
    version = "1"

    def __init__(self) -> None:
        self.tokenizer = Words()
        self.seen: list[tuple[int, ...]] = []

    def states(self, windows: Sequence[Sequence[int]], enough: Enough = never) -> Generator[tuple[int, Floats]]:
        for index, window in enumerate(windows):
            self.seen.append(tuple(window))
            states = np.stack([_direction(token) for token in window])
            if not enough(index, 0, states):
                yield index, states


def word_head(cues: Mapping[str, Sequence[str]], *, words: Sequence[str] = (), strength: float = 60) -> ClaimHead:
    """Make a head that finds a category where one of its cue words stands."""
    outputs = output_names()
    weights = np.zeros((WIDTH, len(outputs)), np.float32)
    for category, names in cues.items():
        for name in names:
            weights[:, [0, outputs.index(category)]] += _direction(Words().pieces(name)[0])[:, None]
    none = np.zeros(len(outputs), np.float32)
    return ClaimHead(
        outputs=outputs, mean=np.zeros(WIDTH, np.float32), spread=np.ones(WIDTH, np.float32),
        clause_weights=weights * strength, clause_bias=none - 3, word_weights=weights * 12, word_bias=none - 6,
        calibration=np.stack([none + 1, none]), joint=np.array([1, 0, 0], np.float32),
        screen_weights=np.zeros((0, WIDTH + 1), np.float32), screen_from=np.zeros(0, np.float32),
        words=tuple(sorted(words)), encoder="words",
    )  # fmt: skip


def screened(head: ClaimHead) -> ClaimHead:
    """Give the head with a screen that lets through clauses of which the head's own weights say something."""
    row = np.append(head.clause_weights[:, 0], head.clause_bias[0])
    return replace(head, screen_weights=row[None].astype(np.float32), screen_from=np.array([0], np.float32))


@cache
def _direction(token: int) -> Floats:
    direction = np.zeros(WIDTH, np.float32)
    direction[token % WIDTH] = 1
    return direction


def subject(title: str = "", description: str = "", **more: Any) -> Subject:
    """Make a subject captured on 1 June 2026."""
    listing = Listing(id="1", title=title, description=description, **more)
    return Subject(listing=listing, captured_at=datetime(2026, 6, 1, tzinfo=UTC))
