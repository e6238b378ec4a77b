"""The trained head: a clause's embedding and words in, one probability per output out. Needs only numpy.

It is kernel ridge regression on the sum of two kernels, a Gaussian one on the centred embedding (closeness to each
example clause, prohibited and honest alike: contrast scoring with learned weights) and a linear one on words. The
linear part is stored as one weight per term. Training is in `detectors.claims.train`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detectors.claims.terms import term_row
from listings.errors import InvalidInput

Floats = NDArray[np.float32]
Real = TypeVar("Real", np.float32, np.float64)

HEAD_FILE = Path(__file__).with_name("head.npz")
ANY = "any"
"""The first output: the clause makes some prohibited statement, whichever."""

# Rows scored at once: 512 clauses against 1,700 examples are 3.5 MB.
_ROWS = 512


@dataclass(frozen=True)
class ClaimHead:
    """What training learned: n examples, k outputs (ANY, the categories), v terms, d = 384."""

    outputs: tuple[str, ...]
    mean: Floats
    """[d], the examples' mean embedding."""
    examples: Floats
    """[n, d], centred, unit length."""
    example_weights: Floats
    """[n, k]."""
    bias: Floats
    """[k]."""
    terms: tuple[str, ...]
    term_rarity: Floats
    """[v]."""
    term_weights: Floats
    """[v, k]."""
    calibration: Floats
    """[2, k]: slope and offset from raw score to log odds."""
    encoder: str
    """Version of the encoder that the head was trained on; another one needs another head."""
    digest: str = ""

    @cached_property
    def _position(self) -> dict[str, int]:
        return {term: index for index, term in enumerate(self.terms)}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Give the single words of the corpus, folded."""
        return frozenset(term for term in self.terms if " " not in term)

    def probabilities(self, embeddings: Floats, folded: list[str]) -> Floats:
        """Give [clauses, k] probabilities for [clauses, d] embeddings and the same clauses' folded texts."""
        raw = np.concatenate(
            [self._near(embeddings[row : row + _ROWS]) for row in range(0, len(folded), _ROWS)]
            or [np.empty((0, len(self.outputs)), np.float32)]
        )
        for row, text in enumerate(folded):
            where, values = term_row(text, self._position, self.term_rarity)
            raw[row] += values @ self.term_weights[where]
        slope, offset = self.calibration
        odds = np.clip((raw + self.bias) * slope + offset, -30, 30)
        result: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return result

    def _near(self, embeddings: Floats) -> Floats:
        # In doubles: in singles a clause's score depends in its fourth digit on the clauses judged with it.
        examples, weights = self._in_doubles
        near = closeness(centred(embeddings, self.mean).astype(np.float64), examples) @ weights
        return near.astype(np.float32)

    @cached_property
    def _in_doubles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.examples.astype(np.float64), self.example_weights.astype(np.float64)

    def save(self, path: Path) -> None:
        """Write the head as numpy arrays (no pickle), halves where they suffice."""
        np.savez_compressed(
            path,
            outputs=np.array(self.outputs),
            mean=self.mean,
            examples=self.examples.astype(np.float16),
            example_weights=self.example_weights.astype(np.float16),
            bias=self.bias,
            terms=np.array("\n".join(self.terms)),
            term_rarity=self.term_rarity.astype(np.float16),
            term_weights=self.term_weights.astype(np.float16),
            calibration=self.calibration,
            about=np.array(json.dumps({"encoder": self.encoder})),
        )


def load_head(path: Path = HEAD_FILE) -> ClaimHead:
    """Read a head.

    Raises:
        InvalidInput: The file is missing or no head.
    """
    try:
        content = path.read_bytes()
        with np.load(path, allow_pickle=False) as file:
            return _read(dict(file.items()), hashlib.sha256(content).hexdigest()[:12])
    except (OSError, EOFError, BadZipFile, ValueError, KeyError) as error:
        raise InvalidInput(
            "no trained claim head", where=str(path), remedy="python -m detectors.claims.train"
        ) from error


def _read(arrays: dict[str, NDArray[np.generic]], digest: str) -> ClaimHead:
    def floats(name: str) -> Floats:
        return arrays[name].astype(np.float32)

    return ClaimHead(
        outputs=tuple(str(name) for name in arrays["outputs"]),
        mean=floats("mean"),
        examples=floats("examples"),
        example_weights=floats("example_weights"),
        bias=floats("bias"),
        terms=tuple(str(arrays["terms"]).split("\n")),
        term_rarity=floats("term_rarity"),
        term_weights=floats("term_weights"),
        calibration=floats("calibration"),
        encoder=json.loads(str(arrays["about"]))["encoder"],
        digest=digest,
    )


def centred(embeddings: Floats, mean: Floats) -> Floats:
    """Take the mean away and give rows of unit length: e5's vectors all lie in one narrow cone."""
    moved = embeddings - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Floats = moved / np.maximum(lengths, 1e-9)
    return result


def closeness(one: NDArray[Real], other: NDArray[Real]) -> NDArray[Real]:
    """Give the Gaussian kernel [len(one), len(other)] of rows of unit length."""
    result: NDArray[Real] = np.exp(2 * (one @ other.T) - 2)
    return result
