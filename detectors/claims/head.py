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

from detectors.claims.packing import PlacedClause, Window
from listings.errors import InvalidInput

Floats = NDArray[np.float32]

HEAD_FILE = Path(__file__).with_name("head.npz")
_QUOTED_FROM = 0.02
ANY = "any"
"""The first output: the clause makes some prohibited statement, whichever."""


@dataclass(frozen=True, slots=True)
class ScoredClause:
    """What the head says of a clause: `probabilities` [k] and, for each of its words, log `odds` [words, k].

    The odds are nought where hardly any claim is likely: nobody asks which words make it. Where a screen ended the
    reading the probabilities are, too, and `screened` is how likely it took any claim to be: it says how close the
    clause came, and finds nothing.
    """

    placed: PlacedClause
    probabilities: Floats
    odds: Floats
    screened: float = 0.0


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
    joint: Floats
    """[3]: weights of the log odds of any claim and of the likeliest category, and offset, to those of any claim."""
    screen_weights: Floats
    """[s, d + 1]: for each screen, weights and bias on a clause's mean state at the screen's depth."""
    screen_from: Floats
    """[s]: the score from which a screen lets a clause through."""
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
        pooled = np.stack([_mean(moved, placed) for placed in window.clauses])
        probabilities = self.probabilities(pooled)
        return [
            ScoredClause(
                placed, row, self._word_odds(placed, moved) if row[0] >= _QUOTED_FROM else self._nothing(placed)
            )
            for placed, row in zip(window.clauses, probabilities, strict=True)
        ]

    def unsaid(self, window: Window, screen: int, states: Floats) -> list[ScoredClause]:
        """Give the scores of a window that a screen took for honest: none of its clauses claims anything.

        Arguments as `screen_scores`. The screens learn log odds.
        """
        nothing = np.zeros(len(self.outputs), np.float32)
        likely = _probability(self.screen_scores(window, screen, states))
        return [
            ScoredClause(placed, nothing, self._nothing(placed), screened)
            for placed, screened in zip(window.clauses, likely.tolist(), strict=True)
        ]

    def _word_odds(self, placed: PlacedClause, moved: Floats) -> Floats:
        words = np.stack([moved[word.first : word.last].mean(axis=0) for word in placed.words])
        # Not `@`: after a product of this size numpy's threads keep a core busy for 30 ms, which the encoder wants.
        odds: Floats = np.einsum("wd,dk->wk", words, self.word_weights) + self.word_bias
        return odds

    def _nothing(self, placed: PlacedClause) -> Floats:
        return np.broadcast_to(np.zeros(len(self.outputs), np.float32), (len(placed.words), len(self.outputs)))

    def is_screened_out(self, window: Window, screen: int, states: Floats) -> bool:
        """Say whether a screen finds that no clause of the window may claim anything; arguments as `screen_scores`."""
        return screen < len(self.screen_from) and bool(
            (self.screen_scores(window, screen, states) < self.screen_from[screen]).all()
        )

    def screen_scores(self, window: Window, screen: int, states: Floats) -> Floats:
        """Give what a screen says of each clause of a window [clauses].

        Args:
            window: The window.
            screen: Which screen, counted from 0.
            states: float32 [tokens, d], its tokens' at the screen's depth.
        """
        weights = self.screen_weights[screen]
        pooled = np.stack([_mean(states, placed) for placed in window.clauses])
        scores: Floats = pooled @ weights[:-1] + weights[-1]
        return scores

    def probabilities(self, pooled: Floats) -> Floats:
        """Give [clauses, k] probabilities of [clauses, d] mean states, already moved and spread."""
        slope, offset = self.calibration
        odds = (pooled @ self.clause_weights + self.clause_bias) * slope + offset
        # Prose that merely sounds like a claim claims nothing in particular: the likeliest category knows better.
        odds[:, 0] = self.joint[0] * odds[:, 0] + self.joint[1] * odds[:, 1:].max(axis=1) + self.joint[2]
        return _probability(odds)

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
    "mean", "spread", "clause_weights", "clause_bias", "word_weights", "word_bias", "calibration", "joint",
    "screen_weights", "screen_from",
)  # fmt: skip


def _probability(odds: Floats) -> Floats:
    result: Floats = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return result


def _mean(states: Floats, placed: PlacedClause) -> Floats:
    mean: Floats = states[slice(*placed.tokens)].mean(axis=0)
    return mean


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
