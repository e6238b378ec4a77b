"""BERT in plain numpy, written from the paper and not from the graph: the tiny model's reference."""

from __future__ import annotations

from math import erf

import numpy as np
from numpy.typing import NDArray

from detectors.claims.model.e5s1 import WeightFile

Floats = NDArray[np.float64]


def states(weights: WeightFile, ids: list[int]) -> Floats:
    """Give the token states of one text without padding."""
    sizes = weights.sizes

    def values(name: str) -> Floats:
        return weights.tensors[name].values().astype(float)

    def linear(value: Floats, name: str) -> Floats:
        bias = values(f"{name}.b")
        return value @ values(f"{name}.w").reshape(len(bias), -1).T + bias

    def norm(value: Floats, name: str) -> Floats:
        centred = value - value.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + sizes.epsilon)
        return np.asarray(centred / deviation * values(f"{name}.w") + values(f"{name}.b"))

    def attend(value: Floats, layer: str) -> Floats:
        parts = [linear(value, layer + kind).reshape(len(ids), sizes.heads, -1).swapaxes(0, 1) for kind in "qkv"]
        query, key, content = parts
        likeness = np.exp(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]))
        mixed = likeness / likeness.sum(axis=-1, keepdims=True) @ content
        return linear(mixed.swapaxes(0, 1).reshape(len(ids), -1), layer + "ao")

    words, places, kinds = (values(f"emb.{name}").reshape(-1, sizes.hidden) for name in ("word", "pos", "type"))
    hidden = norm(words[ids] + places[: len(ids)] + kinds[0], "emb.ln")
    for layer in (f"l{index}." for index in range(sizes.layers)):
        hidden = norm(hidden + attend(hidden, layer), layer + "aln")
        middle = linear(hidden, layer + "fi")
        middle = middle * 0.5 * (1 + np.vectorize(erf)(middle / np.sqrt(2)))
        hidden = norm(hidden + linear(middle, layer + "fo"), layer + "oln")
    return np.asarray(hidden)
