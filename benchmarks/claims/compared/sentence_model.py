"""The packaged text model as any Python programmer would use it: SentenceTransformer in fp32."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from listings.errors import ToolMissing

THREADS: Final = 2
BATCH: Final = 64
_LONGEST: Final = 128


class SentenceModel:
    """Encodes in batches of 64, longest texts first (the library sorts), with two torch threads."""

    def __init__(self, folder: Path) -> None:
        """Load the model of a prepared folder.

        Raises:
            ToolMissing: torch, sentence-transformers or the model's torch weights are not there.
        """
        if not (folder / "model.safetensors").is_file():
            raise ToolMissing(
                "the text model's torch weights are not prepared", where=str(folder), remedy="./run setup"
            )
        try:
            torch, library = import_module("torch"), import_module("sentence_transformers")
        except ImportError as error:
            raise ToolMissing(f"{error.name} is not installed", remedy="pip install 'soi[models]'") from error
        torch.set_num_threads(THREADS)
        self._model: _Library = library.SentenceTransformer(str(folder), device="cpu")
        self._model.max_seq_length = _LONGEST

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give unit vectors [texts, 384]."""
        rows = self._model.encode(
            list(texts), batch_size=BATCH, prompt="query: ", normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, np.float32)


class _Library(Protocol):
    max_seq_length: int

    def encode(
        self,
        texts: list[str],
        *,
        batch_size: int,
        prompt: str,
        normalize_embeddings: bool,
        show_progress_bar: bool,
    ) -> object: ...
