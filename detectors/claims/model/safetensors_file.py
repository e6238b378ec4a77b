"""Writer of `.safetensors` that holds one piece of one tensor in memory at a time.

The library's own writer wants every tensor at once and copies them: a gigabyte for this model, where a small machine
has to run the setup. The format is a length, a JSON header and the raw numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from detectors.claims.model.packed import Floats

_ALIGNMENT = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One fp32 tensor to write; `chunks` makes its numbers, in order, when they are needed."""

    name: str
    shape: tuple[int, ...]
    chunks: Callable[[], Iterable[Floats]]

    @property
    def size(self) -> int:
        """Its length in bytes."""
        size = 4
        for length in self.shape:
            size *= length
        return size


def write_safetensors(path: Path, parts: list[Part]) -> None:
    """Write `parts` in order."""
    header = _header(parts)
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little"))
        file.write(header)
        for part in parts:
            for chunk in part.chunks():
                file.write(chunk.astype("<f4", copy=False).tobytes())


def _header(parts: list[Part]) -> bytes:
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for part in parts:
        entries[part.name] = {"dtype": "F32", "shape": list(part.shape), "data_offsets": [at, at + part.size]}
        at += part.size
    text = json.dumps(entries, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % _ALIGNMENT)
