"""Trains the claim model: `python -m detectors.claims.training --cache FOLDER`.

Writes adapter.npz and head.npz. About half an hour on two cores. With `--hold-out` it learns without
those authors, calibrates on them and says how it does there; without, it learns from all and keeps that calibration.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from detectors.claims.head import HEAD_FILE
from detectors.claims.model.adapter import ADAPTER_FILE
from detectors.claims.training.learn import EPOCHS
from detectors.claims.training.produce import produce


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m detectors.claims.training", description="Train the claim model.")
    parser.add_argument("--cache", type=Path, required=True, help="the folder of the prepared text model")
    parser.add_argument("--hold-out", nargs="*", default=[], metavar="AUTHOR", help="family letters to learn without")
    parser.add_argument("--adapter", type=Path, default=ADAPTER_FILE)
    parser.add_argument("--head", type=Path, default=HEAD_FILE)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    produce(
        given.cache, frozenset(given.hold_out), adapter_file=given.adapter, head_file=given.head,
        epochs=given.epochs, threads=given.threads,
    )  # fmt: skip


if __name__ == "__main__":
    main()
