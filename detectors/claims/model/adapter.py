"""The low-rank adapter: what training changed in the encoder, in some 2.5 MB.

Every matrix of the encoder gets `scale * up @ down` added, of rank 16, and the layer norms are replaced. It is merged
into the weights when the model is set up, so it costs nothing at run time (Hu et al., LoRA, arXiv:2106.09685).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.errors import MalformedWeights
from detectors.claims.model.packed import Floats, Tensor

ADAPTER_FILE: Final = Path(__file__).parents[1] / "adapter.npz"
GROUPS: Final = ("qkv", "ao", "fi", "fo")
"""The matrices of a layer: query, key and value together, attention output, and the two of the feed-forward part."""
NORMS: Final = ("aln", "oln")

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Adapter:
    """Changes by matrix name (`l0.qkv`): `up` [out, rank], `down` [rank, in]; new values by norm tensor name."""

    up: Mapping[str, Floats]
    down: Mapping[str, Floats]
    norms: Mapping[str, Floats]

    def save(self, path: Path) -> None:
        """Write as numpy arrays in half precision (no pickle)."""
        named = {
            **{f"{name}.up": value for name, value in self.up.items()},
            **{f"{name}.down": value for name, value in self.down.items()},
            **self.norms,
        }
        np.savez_compressed(
            path, allow_pickle=False, **{name: value.astype(np.float16) for name, value in named.items()}
        )


def load_adapter(path: Path | None = None) -> Adapter:
    """Read an adapter, the shipped one unless another is named.

    Raises:
        MalformedWeights: The file is missing or no adapter.
    """
    path = path or ADAPTER_FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: value.astype(np.float32) for name, value in file.items()}
    except (OSError, EOFError, BadZipFile, ValueError, zlib.error) as error:
        raise MalformedWeights(f"there is no adapter in {path}: {error}") from error
    return Adapter(
        up={name.removesuffix(".up"): value for name, value in arrays.items() if name.endswith(".up")},
        down={name.removesuffix(".down"): value for name, value in arrays.items() if name.endswith(".down")},
        norms={name: value for name, value in arrays.items() if not name.endswith((".up", ".down"))},
    )


def adapter_digest(path: Path | None = None) -> str:
    """Give the first digits of the file's SHA-256: another adapter, another model."""
    path = path or ADAPTER_FILE
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
    except OSError as error:
        raise MalformedWeights(f"there is no adapter in {path}: {error}") from error


def adapted(weights: WeightFile, adapter: Adapter) -> WeightFile:
    """Give the weights with the adapter merged in.

    Raises:
        MalformedWeights: The adapter is of an encoder of another shape.
    """
    tensors = dict(weights.tensors)
    for name in adapter.up:
        layer, group = name.split(".")
        change = adapter.up[name] @ adapter.down[name]
        parts = [f"{layer}.{part}.w" for part in (group if group == "qkv" else (group,))]
        if any(part not in tensors for part in parts) or change.size != sum(tensors[part].count for part in parts):
            raise MalformedWeights(f"the adapter's {name} does not fit this encoder")
        for part, rows in zip(parts, np.split(change, len(parts)), strict=True):
            tensors[part] = _floats(tensors[part].values().reshape(rows.shape) + rows)
    for name, value in adapter.norms.items():
        if name not in tensors or tensors[name].count != value.size:
            raise MalformedWeights(f"the adapter's {name} does not fit this encoder")
        tensors[name] = _floats(value)
    return replace(weights, tensors=tensors)


def _floats(values: Floats) -> Tensor:
    data = np.frombuffer(np.ascontiguousarray(values, "<f4").tobytes(), np.uint8)
    return Tensor(packed=False, count=values.size, data=data)
