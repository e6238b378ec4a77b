"""Fits the claim head: kernel ridge regression in closed form, calibrated on families it had not seen. Only numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from detectors.claims.examples import Category, Example
from detectors.claims.head import ANY, ClaimHead, Floats, centred, closeness
from detectors.claims.terms import rarity, term_row
from listings.folding import fold

# Chosen on held-out families: 0.1 to 1 give AUC .940 to .933.
RIDGE = 0.2
FOLDS = 5
_NEWTON_STEPS = 50


@dataclass(frozen=True, slots=True)
class _Fit:
    mean: Floats
    examples: Floats
    example_weights: Floats
    bias: Floats
    terms: tuple[str, ...]
    term_rarity: Floats
    term_weights: Floats


def fit_head(examples: Sequence[Example], embeddings: Floats, encoder: str, unseen: Floats | None = None) -> ClaimHead:
    """Fit a head on all examples.

    Args:
        examples: n example clauses.
        embeddings: float32 [n, d], theirs.
        encoder: The encoder's name.
        unseen: `held_out_scores` of the same examples, where they are at hand.
    """
    if unseen is None:
        unseen = held_out_scores(examples, embeddings)
    fit = _fit(examples, embeddings)
    return ClaimHead(
        outputs=output_names(),
        mean=fit.mean,
        examples=fit.examples,
        example_weights=fit.example_weights,
        bias=fit.bias,
        terms=fit.terms,
        term_rarity=fit.term_rarity,
        term_weights=fit.term_weights,
        calibration=calibrate(unseen, targets(examples)),
        encoder=encoder,
    )


def output_names() -> tuple[str, ...]:
    """Give the head's outputs in order."""
    return (ANY, *get_args(Category))


def targets(examples: Sequence[Example]) -> Floats:
    """Give [n, k] of 1 where the output is true of the example, else -1."""
    categories = get_args(Category)
    rows = [[bool(e.labels), *(name in e.labels for name in categories)] for e in examples]
    return np.where(np.array(rows), 1, -1).astype(np.float32)


def held_out_scores(examples: Sequence[Example], embeddings: Floats, seed: int = 1) -> Floats:
    """Give raw scores [n, k] of each example from a fit that saw none of its family."""
    scores = np.zeros((len(examples), len(output_names())), np.float32)
    for test in family_folds(examples, seed):
        rest = np.setdiff1d(np.arange(len(examples)), test)
        fit = _fit([examples[i] for i in rest], embeddings[rest])
        scores[test] = _scores(fit, [examples[i] for i in test], embeddings[test])
    return scores


def family_folds(examples: Sequence[Example], seed: int) -> list[NDArray[np.int64]]:
    """Split into FOLDS index sets that keep each family whole."""
    families = sorted({example.family for example in examples})
    order = np.random.default_rng(seed).permutation(len(families))
    fold_of = {families[family]: place % FOLDS for place, family in enumerate(order)}
    places = np.array([fold_of[example.family] for example in examples])
    return [np.flatnonzero(places == number) for number in range(FOLDS)]


def _fit(examples: Sequence[Example], embeddings: Floats) -> _Fit:
    mean = embeddings.mean(axis=0)
    points = centred(embeddings, mean)
    folded = [fold(example.text).text for example in examples]
    weights = rarity(folded)
    term_rarity = np.array(list(weights.values()), np.float32)
    words = _word_matrix(folded, tuple(weights), term_rarity)
    wanted = targets(examples)
    bias = wanted.mean(axis=0)
    kernel = closeness(points, points) + (words @ words.T).toarray()
    kernel[np.diag_indices_from(kernel)] += RIDGE
    learned = np.linalg.solve(kernel, wanted - bias).astype(np.float32)
    return _Fit(mean, points, learned, bias, tuple(weights), term_rarity, words.T @ learned)


def _word_matrix(folded: Sequence[str], terms: tuple[str, ...], term_rarity: Floats) -> csr_array:
    """Give [n, v]; sparse, since a clause has some twenty of 100,000 terms (dense, 8,000 clauses take minutes)."""
    position = {term: index for index, term in enumerate(terms)}
    rows = [term_row(text, position, term_rarity) for text in folded]
    lengths = np.cumsum([0, *(len(where) for where, _ in rows)])
    columns = np.concatenate([np.asarray(where, np.int64) for where, _ in rows])
    values = np.concatenate([np.asarray(given, np.float32) for _, given in rows])
    return csr_array((values, columns, lengths), shape=(len(folded), len(terms)))


def _scores(fit: _Fit, examples: Sequence[Example], embeddings: Floats) -> Floats:
    folded = [fold(example.text).text for example in examples]
    near = closeness(centred(embeddings, fit.mean), fit.examples) @ fit.example_weights
    words = _word_matrix(folded, fit.terms, fit.term_rarity) @ fit.term_weights
    result: Floats = near + words + fit.bias
    return result


def calibrate(scores: Floats, wanted: Floats) -> Floats:
    """Give [2, k] slopes and offsets that turn raw scores [n, k] into log odds of targets [n, k] (1 or -1)."""
    pairs = [_platt(scores[:, k], wanted[:, k] > 0) for k in range(scores.shape[1])]
    return np.array(pairs, np.float32).T


def _platt(score: Floats, hit: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit log odds = slope * score + offset by Newton's method (a weak prior keeps rare categories finite)."""
    design = np.stack([score, np.ones_like(score)], axis=1).astype(np.float64)
    beta = np.array([4.0, 0.0])
    for _ in range(_NEWTON_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (probability - hit) + 1e-2 * beta
        curvature = (design.T * (probability * (1 - probability))) @ design + 1e-2 * np.eye(2)
        beta = beta - np.linalg.solve(curvature, gradient)
    return float(beta[0]), float(beta[1])
