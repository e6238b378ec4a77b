"""Any SentenceTransformer as an encoder. Needs torch, which the base install does not have."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from detectors.claims.model.batches import Tokens, pad, plan_batches
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.optional import need
from detectors.claims.model.packed import Floats
from detectors.claims.model.texts import BAR, PREFIX, clean

_TOKENS_A_BATCH = 4096
_WORDS_REMEMBERED = 1 << 14
_VERSION_DIGITS = 12
_INSTALL = "pip install 'soi[models]'"


class TransformerPieces:
    """Cuts words into a foreign model's token ids (`detectors.claims.reading.Tokenizer`)."""

    def __init__(self, tokenizer: Any, prefix: str) -> None:  # noqa: ANN401 - an optional library's class
        self._tokenizer = tokenizer
        self._remembered = lru_cache(_WORDS_REMEMBERED)(self._cut)
        inner, framed = self.pieces(BAR), tuple(tokenizer(BAR)["input_ids"])
        begin = next(at for at in range(len(framed)) if framed[at : at + len(inner)] == inner)
        self.opening = (*framed[:begin], *(self.pieces(prefix) if prefix else ()))
        self.closing = framed[begin + len(inner) :]
        self.bar = self.pieces(BAR)
        self.pad = int(tokenizer.pad_token_id or 0)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Give the ids of a word; none for what is blank or invisible."""
        return self._remembered(clean(word))

    def _cut(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer(word, add_special_tokens=False)["input_ids"])


class SentenceTransformerEncoder:
    """Loads a model by hub name or path and gives its token states in fp32."""

    def __init__(self, name_or_path: str, *, cache: Path | None = None) -> None:
        self.name = name_or_path
        model = _load(name_or_path, cache)
        self.tokenizer = TransformerPieces(model.tokenizer, _prefix(model, name_or_path))
        self._transformer = model[0].auto_model
        self.version = _version(model)

    def states(self, windows: Sequence[Tokens], enough: object = None) -> Generator[tuple[int, Floats]]:  # noqa: ARG002
        """Give each window's index and its tokens' states [tokens, d], in any order; `enough` is never asked."""
        torch = need("torch", _INSTALL)
        for batch in plan_batches([len(window) for window in windows], _TOKENS_A_BATCH):
            ids, mask = pad([windows[index] for index in batch], self.tokenizer.pad)
            with torch.no_grad():
                given = self._transformer(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask))
            rows = np.asarray(given.last_hidden_state.float().numpy(), np.float32)
            for index, row in zip(batch, rows, strict=True):
                yield index, row[: len(windows[index])]


def _load(name_or_path: str, cache: Path | None) -> Any:  # noqa: ANN401 - an optional library's class
    library = need("sentence_transformers", _INSTALL)
    try:
        return library.SentenceTransformer(name_or_path, cache_folder=str(cache) if cache else None, device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        what = f"it is not a SentenceTransformer that can be loaded: {str(error).strip().splitlines()[0]}"
        raise ModelUnavailable(what, where=name_or_path, remedy="check the name, the path and the network") from error


def _prefix(model: Any, name: str) -> str:  # noqa: ANN401
    # E5 models on the hub do not say that they need their prefix; newer kinds keep one under "query".
    return str((model.prompts or {}).get("query") or (PREFIX if "e5" in Path(name).name.lower() else "")).strip()


def _version(model: Any) -> str:  # noqa: ANN401
    torch = need("torch", _INSTALL)
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()[:_VERSION_DIGITS]
