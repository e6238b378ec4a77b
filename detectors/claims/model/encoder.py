"""Windows of tokens in, one state per token out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from detectors.claims.model.adapter import adapter_digest
from detectors.claims.model.batches import Tokens
from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.fetch import WEIGHTS_NAME
from detectors.claims.model.onnx_names import IDS, STATES, STATES_BEFORE
from detectors.claims.model.optional import need
from detectors.claims.model.packed import Floats
from detectors.claims.model.pieces import WordPieces
from detectors.claims.model.prepared import BUILT_IN, MARKER, encoder_name, require_prepared
from detectors.claims.model.read_ahead import ReadAhead
from detectors.claims.model.sentence_transformer import SentenceTransformerEncoder
from detectors.claims.reading import Tokenizer

__all__ = ["Encoder", "OnnxEncoder", "SentenceTransformerEncoder", "open_encoder"]

_MOST_THREADS: Final = 4
"""The officer's other programs want cores, too."""
_AHEAD: Final = 8
"""Windows that each thread may be ahead of whoever takes the states: 8 of at most 310 tokens are 4 MB."""
_INSTALL: Final = "./run setup"


Enough = Callable[[int, int, Floats], bool]
"""Asked between the stages of reading, with a window's index, the stage that has ended and the states so far."""


def never(window: int, stage: int, states: Floats) -> bool:  # noqa: ARG001 - as `Enough`
    """Read all windows to the end."""
    return False


class States(Protocol):
    """States as they come; to be closed by whoever stops taking them."""

    def __iter__(self) -> Iterator[tuple[int, Floats]]: ...

    def close(self) -> None:
        """Read nothing more."""


class Encoder(Protocol):
    """Gives a state for every token. States of another `name` or `version` must not be compared with these."""

    name: str
    version: str

    @property
    def tokenizer(self) -> Tokenizer:
        """What cuts words into the tokens that this encoder reads."""

    def states(self, windows: Sequence[Tokens], enough: Enough = never) -> States:
        """Give each window's index and its tokens' states [tokens, d], in any order.

        Windows of which `enough` was known before the end are left out; an encoder without stages never asks.
        """
        ...


class OnnxEncoder:
    """Runs the converted model in int8, a window at a time, on some windows at once."""

    def __init__(self, directory: Path, *, threads: int = 0) -> None:
        """Load a prepared directory. `threads` 0 takes one for each core, up to four."""
        prepared = require_prepared(directory)
        self.name = encoder_name(adapter_digest())
        self.version = prepared.version
        self._threads = threads or _cores()
        self._pool = ThreadPoolExecutor(self._threads)
        # These are the start's cost; the sessions are made outside Python's lock, so they overlap.
        stages = [self._pool.submit(_session, graph) for graph in prepared.graphs]
        self.tokenizer = WordPieces(read_weights(np.memmap(directory / WEIGHTS_NAME, np.uint8, "r")))
        self._stages = [stage.result() for stage in stages]

    def states(self, windows: Sequence[Tokens], enough: Enough = never) -> ReadAhead:
        """Give each window's index and its tokens' states [tokens, d], in order; reading begins at once."""
        return ReadAhead(
            self._pool,
            lambda index: self._read(index, windows[index], enough),
            len(windows),
            ahead=_AHEAD * self._threads,
        )

    def _read(self, index: int, window: Tokens, enough: Enough) -> Floats | None:
        given: dict[str, Any] = {IDS: np.array([window], np.int64)}
        for number, stage in enumerate(self._stages):
            (states,) = stage.run([STATES], given)
            if number < len(self._stages) - 1 and enough(index, number, states[0]):
                return None
            given = {STATES_BEFORE: states}
        result: Floats = states[0]
        return result


def open_encoder(name_or_path: str, cache: Path) -> Encoder:
    """Open the built-in model, a prepared directory, or any SentenceTransformer by hub name or path."""
    if name_or_path == BUILT_IN:
        return OnnxEncoder(cache / BUILT_IN)
    if (Path(name_or_path) / MARKER).is_file():
        return OnnxEncoder(Path(name_or_path))
    return SentenceTransformerEncoder(name_or_path, cache=cache)


def _session(graph: Path) -> Any:  # noqa: ANN401 - onnxruntime has no types
    onnxruntime = need("onnxruntime", _INSTALL)
    options = onnxruntime.SessionOptions()
    # Cores share windows, not layers: they then wait for nothing but the next window.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graph is written as it should run; looking for something better only delays the start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Both keep memory for every shape ever seen; lengths differ from window to window.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    # Counted here: onnxruntime would count all of the machine's, and complain in a container that may not use them.
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, _MOST_THREADS)
