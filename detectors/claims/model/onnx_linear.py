"""The matrix products of the graph, in fp32 and in int8.

`onnxruntime.quantization.quantize_dynamic` takes one scale for all numbers of a batch, so a clause's vector would
change with the clauses it happens to be batched with: the same page could be judged differently twice. Here every
token has its own scale. Measured on 300 sentences the lowest cosine to fp32 rises from 0.990 to 0.998, at the same
speed, and a text's vector no longer depends on its batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from onnx import TensorProto

from detectors.claims.model.onnx_nodes import MS, Nodes
from detectors.claims.model.packed import Floats

WEIGHT_MAX: Final = 64
"""Weights use 7 of their 8 bits: two products of a full uint8 and int8 overflow the 16-bit sums of AVX2 machines."""
ACTIVATION_MAX: Final = 127
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`value @ matrix + bias`; the matrix has a column for every output."""

    name: str
    matrix: Floats
    bias: Floats


def float_linear(nodes: Nodes, value: str, linear: Linear) -> str:
    """Compute in fp32."""
    product = nodes.add("MatMul", value, nodes.constant(f"{linear.name}.w", linear.matrix))
    return nodes.add("Add", product, nodes.constant(f"{linear.name}.b", linear.bias))


def int8_linear(nodes: Nodes, value: str, linear: Linear) -> str:
    """Round the tokens to uint8 around 128 and the weights to int8, multiply those, and scale back."""
    tokens, scale = _round_tokens(nodes, value)
    weights, weight_scales = _round_weights(linear.matrix)
    product = nodes.add(
        "MatMulIntegerToFloat",
        tokens,
        nodes.constant(f"{linear.name}.w", weights),
        nodes.number(1.0),
        nodes.constant(f"{linear.name}.s", weight_scales),
        nodes.number(ACTIVATION_MAX + 1, "u1"),
        domain=MS,
    )
    return nodes.add("Add", nodes.add("Mul", product, scale), nodes.constant(f"{linear.name}.b", linear.bias))


def _round_tokens(nodes: Nodes, value: str) -> tuple[str, str]:
    largest = nodes.add("ReduceMax", nodes.add("Abs", value), nodes.whole(-1), keepdims=1)
    largest = nodes.add("Max", largest, nodes.number(_SMALLEST))
    steps = nodes.add("Mul", value, nodes.add("Div", nodes.number(ACTIVATION_MAX), largest))
    # The cast cuts towards zero and all values are positive here, so adding a half rounds.
    rounded = nodes.cast(nodes.add("Add", steps, nodes.number(ACTIVATION_MAX + 1.5)), TensorProto.UINT8)
    return rounded, nodes.add("Div", largest, nodes.number(ACTIVATION_MAX))


def _round_weights(matrix: Floats) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int8]], Floats]:
    scales = np.maximum(np.abs(matrix).max(axis=0) / WEIGHT_MAX, _SMALLEST).astype(np.float32)
    return np.rint(matrix / scales).astype(np.int8), scales
