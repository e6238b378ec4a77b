"""The trained head: a window's token states in, a probability per clause and output, and odds per word. Only numpy.

Two linear maps on the encoder's states: one on the mean of a clause's states says what the clause claims, one on single
tokens says which words claim it. Training is in `detectors.claims.training`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detectors.claims.reading import PlacedClause, Window
from listings.errors import InvalidInput

Floats = NDArray[np.float32]

HEAD_FILE = Path(__file__).with_name("head.npz")
ANY = "any"
"""The first output: the clause makes some prohibited statement, whichever."""


@dataclass(frozen=True, slots=True)
class ScoredClause:
    """What the head says of a clause: `probabilities` [k] and, for each of its words, log `odds` [words, k]."""

    placed: PlacedClause
    probabilities: Floats
    odds: Floats


@dataclass(frozen=True)
class ClaimHead:
    """What training learned: k outputs (ANY, the categories) on states of d = 384."""

    outputs: tuple[str, ...]
    mean: Floats
    """[d], taken from every state."""
    spread: Floats
    """[d], then divided by."""
    clause_weights: Floats
    """[d, k]."""
    clause_bias: Floats
    """[k]."""
    word_weights: Floats
    """[d, k]."""
    word_bias: Floats
    """[k]."""
    calibration: Floats
    """[2, k]: slope and offset from raw clause score to log odds, learned on families held out."""
    words: tuple[str, ...]
    """Folded words of the corpus: what a disguised word may stand for."""
    encoder: str
    """Name of the encoder that the head was trained on, adapter included; another one needs another head."""
    digest: str = ""

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Give the corpus's words, folded."""
        return frozenset(self.words)

    def score(self, window: Window, states: Floats) -> list[ScoredClause]:
        """Give the scores of a window's clauses, in order.

        Args:
            window: The window.
            states: float32 [tokens, d], its tokens'.
        """
        moved: Floats = (states - self.mean) / self.spread
        odds: Floats = moved @ self.word_weights + self.word_bias
        pooled = np.stack([moved[slice(*placed.tokens)].mean(axis=0) for placed in window.clauses])
        probabilities = self.probabilities(pooled)
        return [
            ScoredClause(placed, row, _word_odds(placed, odds))
            for placed, row in zip(window.clauses, probabilities, strict=True)
        ]

    def probabilities(self, pooled: Floats) -> Floats:
        """Give [clauses, k] probabilities of [clauses, d] mean states, already moved and spread."""
        slope, offset = self.calibration
        raw = pooled @ self.clause_weights + self.clause_bias
        result: Floats = (1 / (1 + np.exp(-np.clip(raw * slope + offset, -30, 30)))).astype(np.float32)
        return result

    def save(self, path: Path) -> None:
        """Write the head as numpy arrays (no pickle)."""
        arrays: Mapping[str, Floats] = {name: getattr(self, name) for name in _ARRAYS}
        np.savez_compressed(
            path,
            allow_pickle=False,
            outputs=np.array(self.outputs),
            words=np.array("\n".join(self.words)),
            about=np.array(json.dumps({"encoder": self.encoder})),
            **arrays,
        )


_ARRAYS: Sequence[str] = (
    "mean", "spread", "clause_weights", "clause_bias", "word_weights", "word_bias", "calibration",
)  # fmt: skip


def _word_odds(placed: PlacedClause, odds: Floats) -> Floats:
    rows: Floats = np.stack([odds[word.first : word.last].mean(axis=0) for word in placed.words])
    return rows


def load_head(path: Path = HEAD_FILE) -> ClaimHead:
    """Read a head.

    Raises:
        InvalidInput: The file is missing or no head.
    """
    try:
        content = path.read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as file:
            return _read(dict(file.items()), hashlib.sha256(content).hexdigest()[:12])
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, zlib.error) as error:
        raise InvalidInput(
            "no trained claim head", where=str(path), remedy="python -m detectors.claims.training"
        ) from error


def _read(arrays: Mapping[str, NDArray[np.generic]], digest: str) -> ClaimHead:
    floats = {name: arrays[name].astype(np.float32) for name in _ARRAYS}
    return ClaimHead(
        outputs=tuple(str(name) for name in arrays["outputs"]),
        words=tuple(str(arrays["words"]).split("\n")),
        encoder=json.loads(str(arrays["about"]))["encoder"],
        digest=digest,
        **floats,
    )
