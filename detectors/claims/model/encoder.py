"""Windows of tokens in, one state per token out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from detectors.claims.model.adapter import adapter_digest
from detectors.claims.model.batches import Tokens, pad, plan_batches
from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.fetch import WEIGHTS_NAME
from detectors.claims.model.optional import need
from detectors.claims.model.packed import Floats
from detectors.claims.model.pieces import WordPieces
from detectors.claims.model.prepared import BUILT_IN, GRAPH, MARKER, require_prepared
from detectors.claims.model.sentence_transformer import SentenceTransformerEncoder
from detectors.claims.reading import Tokenizer

__all__ = ["Encoder", "OnnxEncoder", "SentenceTransformerEncoder", "open_encoder"]

_MOST_THREADS: Final = 4
"""Batches are small; more threads would mostly wait for each other."""
_INSTALL: Final = "./run setup"


class Encoder(Protocol):
    """Gives a state for every token. States of another `name` or `version` must not be compared with these."""

    name: str
    version: str

    @property
    def tokenizer(self) -> Tokenizer:
        """What cuts words into the tokens that this encoder reads."""

    def states(self, windows: Sequence[Tokens]) -> Iterator[tuple[int, Floats]]:
        """Give each window's index and its tokens' states [tokens, d], in any order."""
        ...


class OnnxEncoder:
    """Runs the converted model in int8. A window's states do not depend on the windows given with it."""

    def __init__(self, directory: Path, *, threads: int = 0) -> None:
        """Load a prepared directory. `threads` 0 takes one for each core, up to four."""
        prepared = require_prepared(directory)
        self.name = f"{BUILT_IN}-int8+{adapter_digest()}"
        self.version = prepared.version
        # These two are the start's cost; the session is made outside Python's lock, so they overlap.
        with ThreadPoolExecutor(1) as pool:
            session = pool.submit(_session, directory / GRAPH, threads)
            self.tokenizer = WordPieces(read_weights(np.memmap(directory / WEIGHTS_NAME, np.uint8, "r")))
            self._session = session.result()

    def states(self, windows: Sequence[Tokens]) -> Iterator[tuple[int, Floats]]:
        """Give each window's index and its tokens' states [tokens, d], in any order."""
        for batch in plan_batches([len(window) for window in windows]):
            ids, mask = pad([windows[index] for index in batch], self.tokenizer.pad)
            rows = self._session.run(["states"], {"input_ids": ids, "attention_mask": mask})[0]
            for index, row in zip(batch, rows, strict=True):
                yield index, row[: len(windows[index])]


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
