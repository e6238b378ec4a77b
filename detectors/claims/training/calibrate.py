"""Turns raw clause scores into probabilities, on authors whom the network has not learned from (Platt's method)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detectors.claims.head import ClaimHead, Floats
from detectors.claims.reading import Reader
from detectors.claims.training.learn import batches, network_input
from detectors.claims.training.network import Network
from detectors.claims.training.targets import Marked, lessons

logger = logging.getLogger(__name__)
_STEPS: Final = 50
# A weak pull towards leaving the score as it is, so that a category with three examples stays finite.
_PULL: Final = 2.0
_HALVINGS: Final = 30
# Less than a rule asks for, so that what is nearly reported is read, too.
_WORTH_READING: Final = 0.2
# Some 160 clauses are too few to count to the one in two hundred that may be lost. So far below their mean lies one of
# 44, if they are normal; but a window has several clauses, and is read on for any of them.
_DEVIATIONS: Final = 2.0
_AS_IT_IS = np.array([1.0, 0.0])
_BOTH_ALIKE = np.array([0.5, 0.5, 0.0])


def calibrated(head: ClaimHead, network: Network, texts: Sequence[Marked], reader: Reader) -> ClaimHead:
    """Give the head with slopes and offsets learned on texts that the network has not seen."""
    raw, screened, wanted, weights = _scored(network, texts, reader)
    pairs = np.stack([platt(raw[:, k], wanted[:, k] > 0, weights[:, k]) for k in range(raw.shape[1])])
    odds = raw * pairs[:, 0] + pairs[:, 1]
    both = np.stack([odds[:, 0], odds[:, 1:].max(axis=1)], axis=1)
    joint = logistic(both, wanted[:, 0] > 0, weights[:, 0], _BOTH_ALIKE)
    any_claim = both @ joint[:-1] + joint[-1]
    said, true = any_claim >= 0, wanted[:, 0] > 0
    right = int((said & true).sum())
    logger.info(
        "any claim, %d clauses held out: precision %.3f, recall %.3f", len(raw), right / said.sum(), right / true.sum()
    )
    least = screen_thresholds(screened[1 / (1 + np.exp(-any_claim)) >= _WORTH_READING])
    return replace(head, calibration=pairs.T.astype(np.float32), joint=joint.astype(np.float32), screen_from=least)


def _scored(network: Network, texts: Sequence[Marked], reader: Reader) -> tuple[Floats, Floats, Floats, Floats]:
    import torch

    given = [lesson for text in texts for lesson in lessons(text, reader)]
    parts = list(batches(given))
    with torch.no_grad():
        scores = [network(*network_input(network, part)) for part in parts]
    order = [lesson for part in parts for lesson in part]
    wanted = np.concatenate([lesson.wanted for lesson in order])
    raw, screened = (np.concatenate([score[kind].numpy() for score in scores]) for kind in (0, 2))
    return raw, screened, wanted, np.concatenate([lesson.weights for lesson in order])


def screen_thresholds(scores: Floats) -> Floats:
    """Give each screen's least score [s], from those [clauses, s] of clauses that it must let through."""
    if not len(scores):
        return np.full(scores.shape[1], -np.inf, np.float32)
    least: Floats = (scores.mean(axis=0) - _DEVIATIONS * scores.std(axis=0)).astype(np.float32)
    return least


def platt(score: Floats, hit: NDArray[np.bool_], weight: Floats) -> NDArray[np.float64]:
    """Fit log odds = slope * score + offset; give both."""
    return logistic(score[:, None], hit, weight, _AS_IT_IS)


def logistic(
    features: Floats, hit: NDArray[np.bool_], weight: Floats, start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit log odds = features @ weights + offset, drawn a little towards `start` (weights, then offset; its form).

    Newton's method, every step halved until it helps.
    """
    design = np.concatenate([features, np.ones((len(features), 1))], axis=1).astype(np.float64)
    sign = np.where(hit, 1.0, -1.0)

    def loss(beta: NDArray[np.float64]) -> float:
        return float(
            (weight * np.logaddexp(0, -sign * (design @ beta))).sum() + _PULL / 2 * ((beta - start) ** 2).sum()
        )

    beta = start
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weight * (probability - hit)) + _PULL * (beta - start)
        curvature = (design.T * (weight * probability * (1 - probability))) @ design + _PULL * np.eye(len(beta))
        step = np.linalg.solve(curvature, gradient)
        # Where the network is very sure, a full step of Newton's leaps over the hill and never comes back.
        share = next((2.0**-n for n in range(_HALVINGS) if loss(beta - 2.0**-n * step) <= loss(beta)), 0.0)
        beta = beta - share * step
    return beta
