"""Learns from the corpus and writes adapter and head."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from detectors.claims.examples import output_names, read_examples
from detectors.claims.head import HEAD_FILE, ClaimHead, load_head
from detectors.claims.labelled_listings import read_labelled_listings
from detectors.claims.model.adapter import adapter_digest
from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.fetch import WEIGHTS_NAME
from detectors.claims.model.pieces import WordPieces
from detectors.claims.model.prepared import encoder_name
from detectors.claims.reading import Reader
from detectors.claims.training.calibrate import calibrated
from detectors.claims.training.learn import learn
from detectors.claims.training.network import Network
from detectors.claims.training.targets import Marked, marked_clause, marked_listing
from listings.errors import InvalidInput
from listings.folding import fold

logger = logging.getLogger(__name__)
_WORD = re.compile(r"[^\W\d_]+")
_SEED = 1


def produce(
    cache: Path, hold_out: Collection[str], *, adapter_file: Path, head_file: Path, epochs: int, threads: int
) -> None:
    """Train and write.

    Args:
        cache: The prepared text model; only its weights are read.
        hold_out: Author letters of families that are only calibrated on.
        adapter_file: Where the encoder's changes go.
        head_file: Where the head goes.
        epochs: How often the corpus is learned.
        threads: For torch.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(_SEED)
    weights = read_weights(np.memmap(cache / WEIGHTS_NAME, np.uint8, "r"))
    texts = corpus()
    learned = [text for text in texts if _author(text) not in hold_out]
    unseen = [text for text in texts if _author(text) in hold_out]
    known = None if unseen else _known_head()
    words = vocabulary(learned)
    reader = Reader(WordPieces(weights), frozenset(words))
    network = Network(weights, len(output_names()))
    logger.info("learning from %d texts, %d held out", len(learned), len(texts) - len(learned))
    learn(network, learned, reader, seed=_SEED, epochs=epochs)
    fresh_adapter, fresh_head = (file.with_name(f"{file.stem}.new.npz") for file in (adapter_file, head_file))
    network.adapter().save(fresh_adapter)
    head = head_of(network, words, encoder_name(adapter_digest(fresh_adapter)))
    # Another network's screens score otherwise: without held-out authors none can be set, so none is used.
    head = (
        replace(head, calibration=known.calibration, joint=known.joint)
        if known
        else calibrated(head, network, unseen, reader)
    )
    head.save(fresh_head)
    # Both at the end: one without the other would stop all judging.
    fresh_adapter.replace(adapter_file)
    fresh_head.replace(head_file)


def corpus() -> list[Marked]:
    """Give all texts to learn from."""
    return [*map(marked_listing, read_labelled_listings()), *map(marked_clause, read_examples())]


def vocabulary(texts: Sequence[Marked]) -> list[str]:
    """Give the corpus's words, folded, in order: what a disguised word may stand for."""
    return sorted({word for text in texts for word in _WORD.findall(fold(f"{text.title} {text.description}").text)})


def _author(text: Marked) -> str:
    return text.family.split("-")[0]


def head_of(network: Network, words: Sequence[str], encoder: str) -> ClaimHead:
    """Give the network's heads, not yet calibrated."""

    def array(tensor: torch.Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return tensor.detach().numpy().astype(np.float32)

    outputs = output_names()
    return ClaimHead(
        outputs=outputs,
        mean=array(network.mean[-1]),
        spread=array(network.spread[-1]),
        clause_weights=array(network.clause.weight).T,
        clause_bias=array(network.clause.bias),
        word_weights=array(network.word.weight).T,
        word_bias=array(network.word.bias),
        screen_weights=array(network.screens()),
        screen_from=np.full(len(network.depths) - 1, -np.inf, np.float32),
        calibration=np.stack([np.ones(len(outputs)), np.zeros(len(outputs))]).astype(np.float32),
        joint=np.array([1, 0, 0], np.float32),
        words=tuple(words),
        encoder=encoder,
    )


def _known_head() -> ClaimHead:
    """Give the head in use: its calibration was learned by one that had not seen some of the authors."""
    head = load_head()
    if head.calibration.shape != (2, len(output_names())):
        raise InvalidInput(
            "the head in use was calibrated for other categories",
            where=str(HEAD_FILE),
            remedy="train with --hold-out first",
        )
    return head
