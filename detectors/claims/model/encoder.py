"""Texts in, unit vectors out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from detectors.claims.model.batches import Tokens, pad, plan_batches
from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.fetch import WEIGHTS_NAME
from detectors.claims.model.optional import need
from detectors.claims.model.prepared import BUILT_IN, GRAPH, MARKER, require_prepared
from detectors.claims.model.sentence_transformer import SentenceTransformerEncoder
from detectors.claims.model.texts import LONGEST, PREFIX, clean
from detectors.claims.model.unigram import Unigram

__all__ = ["Encoder", "OnnxEncoder", "SentenceTransformerEncoder", "open_encoder"]

_TEXTS_AT_ONCE: Final = 1024
"""Texts whose tokens are held at a time: enough to find others of like length, and no more memory for a million."""
_MOST_THREADS: Final = 4
"""Batches are small; more threads would mostly wait for each other."""
_INSTALL: Final = "./run setup"


class Encoder(Protocol):
    """Makes vectors of texts. Vectors of another `name` or `version` must not be compared with these."""

    name: str
    version: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit vector for each text, in order."""
        ...


class OnnxEncoder:
    """Runs the converted model in int8. A text's vector does not depend on the texts given with it."""

    def __init__(self, directory: Path, *, threads: int = 0, longest: int = LONGEST) -> None:
        """Load a prepared directory. `threads` 0 takes one for each core, up to four."""
        prepared = require_prepared(directory)
        self.name = f"{BUILT_IN}-int8"
        self.version = prepared.version
        self._longest = longest
        # These two are the start's cost; the session is made outside Python's lock, so they overlap.
        with ThreadPoolExecutor(1) as pool:
            session = pool.submit(_session, directory / GRAPH, threads)
            self._tokenizer = _tokenizer(directory / WEIGHTS_NAME)
            self._session = session.result()
        self._width: int = self._session.get_outputs()[0].shape[1]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit vector for each text, in order."""
        rows = np.empty((len(texts), self._width), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            self._encode_some(texts[start : start + _TEXTS_AT_ONCE], rows[start : start + _TEXTS_AT_ONCE])
        return rows

    def _encode_some(self, texts: Sequence[str], rows: NDArray[np.float32]) -> None:
        tokens = [self._tokens(text) for text in texts]
        for batch in plan_batches([len(row) for row in tokens]):
            ids, mask = pad([tokens[index] for index in batch], self._tokenizer.pad)
            rows[batch] = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0]

    def _tokens(self, text: str) -> Tokens:
        return self._tokenizer.encode(PREFIX + clean(text, self._longest), self._longest)


def open_encoder(name_or_path: str, cache: Path) -> Encoder:
    """Open the built-in model, a prepared directory, or any SentenceTransformer by hub name or path."""
    if name_or_path == BUILT_IN:
        return OnnxEncoder(cache / BUILT_IN)
    if (Path(name_or_path) / MARKER).is_file():
        return OnnxEncoder(Path(name_or_path))
    return SentenceTransformerEncoder(name_or_path, cache=cache)


def _session(graph: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    onnxruntime = need("onnxruntime", _INSTALL)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or _cores()
    options.inter_op_num_threads = 1
    # The graph is written as it should run; looking for something better only delays the start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Both keep memory for every shape ever seen; lengths differ from batch to batch.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    # Idle threads sleep instead of spinning: the crawler wants the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    # Counted here: onnxruntime would count all of the machine's, and complain in a container that may not use them.
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, _MOST_THREADS)


def _tokenizer(path: Path) -> Unigram:
    weights = read_weights(np.memmap(path, np.uint8, "r"))
    return Unigram(weights.pieces, weights.rules)
