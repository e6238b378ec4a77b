"""Any SentenceTransformer as an encoder. Needs torch, which the base install does not have."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.optional import need
from detectors.claims.model.texts import LONGEST, PREFIX, clean

_BATCH = 16
_VERSION_DIGITS = 12
_INSTALL = "pip install 'soi[models]'"


class SentenceTransformerEncoder:
    """Loads a model by hub name or path and runs it in fp32."""

    def __init__(self, name_or_path: str, *, cache: Path | None = None, longest: int = LONGEST) -> None:
        self.name = name_or_path
        self._longest = longest
        self._model = _load(name_or_path, cache)
        self._model.max_seq_length = min(self._model.max_seq_length or longest, longest)
        self._prefix = _prefix(self._model, name_or_path)
        self.version = _version(self._model)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit vector for each text, in order."""
        cleaned = [self._prefix + clean(text, self._longest) for text in texts]
        if not cleaned:
            # The width has no method of the same name in all versions of the library.
            return self.encode([""])[:0]
        # An empty prompt, as a model may name one of its own that would come on top of the prefix.
        rows = self._model.encode(
            cleaned, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, prompt=""
        )
        return np.asarray(rows, np.float32)


def _load(name_or_path: str, cache: Path | None) -> Any:  # noqa: ANN401 - an optional library's class
    library = need("sentence_transformers", _INSTALL)
    try:
        return library.SentenceTransformer(name_or_path, cache_folder=str(cache) if cache else None)
    except (OSError, ValueError, RuntimeError) as error:
        what = f"it is not a SentenceTransformer that can be loaded: {str(error).strip().splitlines()[0]}"
        raise ModelUnavailable(what, where=name_or_path, remedy="check the name, the path and the network") from error


def _prefix(model: Any, name: str) -> str:  # noqa: ANN401
    # E5 models on the hub do not say that they need their prefix; newer kinds keep one under "query".
    return str((model.prompts or {}).get("query") or (PREFIX if "e5" in Path(name).name.lower() else ""))


def _version(model: Any) -> str:  # noqa: ANN401
    torch = need("torch", _INSTALL)
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()[:_VERSION_DIGITS]
