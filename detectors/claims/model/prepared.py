"""The finished directory of the text model, and the marker that says so."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detectors.claims.model.adapter import adapter_digest
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.fetch import WEIGHTS_SHA256

BUILT_IN: Final = "e5-small"
"""The name of the converted model in settings, and of its folder in the cache."""
LAYOUT: Final = 3
"""Counts up when the conversion changes what it writes, so that older directories are made again."""
MARKER: Final = "prepared.json"
GRAPHS: Final = tuple(Path("onnx") / f"stage_{stage}_int8.onnx" for stage in (1, 2, 3))
"""The stages of reading. After each of the first two the claim head's screens may say that it is enough."""
CUTS: Final = (4, 8)
"""After so many of the twelve layers a stage ends."""
TORCH_WEIGHTS: Final = "model.safetensors"

_VERSION_DIGITS = 12


def encoder_name(adapter: str) -> str:
    """Name what a head is trained on: the model with an adapter (its digest), cut where the head's screens look."""
    return f"{BUILT_IN}-int8-{'-'.join(map(str, CUTS))}+{adapter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedModel:
    """A directory that is whole. `files` are the sizes by relative path; `version` names the int8 weights."""

    directory: Path
    version: str
    files: dict[str, int]

    @property
    def graphs(self) -> list[Path]:
        """Give the stages, in order; a small model has fewer."""
        return [self.directory / graph for graph in GRAPHS if graph.as_posix() in self.files]

    @property
    def has_torch_weights(self) -> bool:
        """Whether `SentenceTransformer(directory)` would load, too."""
        return TORCH_WEIGHTS in self.files


def find_prepared(directory: Path) -> PreparedModel | None:
    """Read the marker. None if there is none, it is of other weights, adapter or layout, or a file is not whole."""
    try:
        marker = json.loads((directory / MARKER).read_text(encoding="utf-8"))
        if (marker["weights_sha256"], marker["adapter"], marker["layout"]) != (
            WEIGHTS_SHA256,
            adapter_digest(),
            LAYOUT,
        ):
            return None
        files = {str(name): int(size) for name, size in marker["files"].items()}
        whole = all((directory / name).stat().st_size == size for name, size in files.items())
        version = str(marker["version"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return PreparedModel(directory=directory, version=version, files=files) if whole else None


def require_prepared(directory: Path) -> PreparedModel:
    """Read the marker, or say what to do."""
    if found := find_prepared(directory):
        return found
    raise ModelUnavailable(
        "there is no finished text model of this version of Soi here",
        where=str(directory),
        remedy=f"./run setup, or python -m detectors.claims.model.setup {directory}",
    )


def write_marker(directory: Path) -> None:
    """Declare the directory finished: all its files are part of the model."""
    paths = sorted(path for path in directory.rglob("*") if path.is_file())
    marker = {
        "layout": LAYOUT,
        "weights_sha256": WEIGHTS_SHA256,
        "adapter": adapter_digest(),
        "version": _version(directory),
        "files": {path.relative_to(directory).as_posix(): path.stat().st_size for path in paths},
    }
    (directory / MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")


def _version(directory: Path) -> str:
    # The rounded numbers and the layout decide every vector; the graph's own bytes also vary with onnx's version.
    digest = hashlib.sha256(str(LAYOUT).encode())
    for data in sorted(directory.glob(f"{GRAPHS[0].parent}/*.data")):
        with data.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:_VERSION_DIGITS]
