"""The encoder as an ONNX graph, in fp32 or int8: token ids and mask in, one state per token out.

The word table stays in its 4 bits in both: only the rows of the tokens at hand are unpacked, which is exact and keeps
330 MB out of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto

from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.onnx_linear import Linear, float_linear, int8_linear
from detectors.claims.model.onnx_nodes import MS, Nodes
from detectors.claims.model.packed import BLOCK, ZERO, Floats, split

IDS: Final = "input_ids"
MASK: Final = "attention_mask"


def float_graph(weights: WeightFile) -> onnx.ModelProto:
    """Build the graph that computes in fp32: what the int8 one is measured against."""
    return _Encoder(weights, float_linear).build()


def int8_graph(weights: WeightFile) -> onnx.ModelProto:
    """Build the graph that Soi runs."""
    return _Encoder(weights, int8_linear).build()


class _Encoder:
    """Writes BERT onto a pad, with the matrix products made by `linear`."""

    def __init__(self, weights: WeightFile, linear: Callable[[Nodes, str, Linear], str]) -> None:
        self.weights = weights
        self.linear = linear
        self.nodes = Nodes()

    def build(self) -> onnx.ModelProto:
        hidden = self._norm(self._embeddings(), "emb.ln")
        mask = self.nodes.cast(MASK, TensorProto.INT32)
        for layer in range(self.weights.sizes.layers):
            hidden = self._feed_forward(self._attention(hidden, mask, f"l{layer}."), f"l{layer}.")
        return self.nodes.model((IDS, MASK), hidden, self.weights.sizes.hidden)

    def _embeddings(self) -> str:
        nodes, sizes, tensors = self.nodes, self.weights.sizes, self.weights.tensors
        # Every text is of token type 0, so that row is added to the positions once and for all.
        places = tensors["emb.pos"].matrix(sizes.hidden) + tensors["emb.type"].matrix(sizes.hidden)[0]
        # Counting along the mask, not slicing by length: the sizes of all later values stay known to onnxruntime,
        # which otherwise spends 0.15 s at every start on finding them out.
        place = nodes.add("Sub", nodes.add("CumSum", MASK, nodes.number(1, "i8")), nodes.number(1, "i8"))
        return nodes.add("Add", self._words(), nodes.add("Gather", nodes.constant("places", places), place))

    def _words(self) -> str:
        nodes, hidden = self.nodes, self.weights.sizes.hidden
        halves, scales = self._word_table()
        rows = nodes.add("Reshape", nodes.add("Gather", halves, IDS), nodes.whole(0, 0, hidden // BLOCK, BLOCK // 2))
        low = nodes.add("BitwiseAnd", rows, nodes.number(15, "u1"))
        high = nodes.add("BitShift", rows, nodes.number(4, "u1"), direction="RIGHT")
        nibbles = nodes.cast(nodes.add("Concat", low, high, axis=-1), TensorProto.FLOAT)
        scale = nodes.cast(nodes.add("Gather", scales, IDS), TensorProto.FLOAT)
        numbers = nodes.add("Mul", nodes.add("Sub", nibbles, nodes.number(ZERO)), scale)
        return nodes.add("Reshape", numbers, nodes.whole(0, 0, hidden))

    def _word_table(self) -> tuple[str, str]:
        blocks_a_row = self.weights.sizes.hidden // BLOCK
        # The table has rows for ids that the tokenizer never gives.
        blocks = len(self.weights.pieces.texts) * blocks_a_row
        scales, halves = split(self.weights.tensors["emb.word"].data)
        return (
            self.nodes.constant("words", halves[:blocks].reshape(-1, blocks_a_row * BLOCK // 2)),
            self.nodes.constant("word_scales", scales[:blocks].reshape(-1, blocks_a_row, 1)),
        )

    def _attention(self, hidden: str, mask: str, layer: str) -> str:
        joined = self._linear(hidden, f"{layer}qkv", [f"{layer}{part}" for part in "qkv"])
        query, key, value = self.nodes.add_many(3, "Split", joined, axis=-1, num_outputs=3)
        heads = self.weights.sizes.heads
        mixed = self.nodes.add("MultiHeadAttention", query, key, value, "", mask, domain=MS, num_heads=heads)
        return self._norm(self.nodes.add("Add", self._linear(mixed, f"{layer}ao"), hidden), f"{layer}aln")

    def _feed_forward(self, hidden: str, layer: str) -> str:
        middle = self.nodes.add("Gelu", self._linear(hidden, f"{layer}fi"))
        return self._norm(self.nodes.add("Add", self._linear(middle, f"{layer}fo"), hidden), f"{layer}oln")

    def _linear(self, value: str, name: str, parts: list[str] | None = None) -> str:
        sources = parts or [name]
        bias = np.concatenate([self._values(f"{source}.b") for source in sources])
        matrix = np.concatenate([self._values(f"{source}.w") for source in sources]).reshape(len(bias), -1)
        return self.linear(self.nodes, value, Linear(name, matrix.T, bias))

    def _norm(self, value: str, name: str) -> str:
        scale, bias = (self.nodes.constant(f"{name}.{kind}", self._values(f"{name}.{kind}")) for kind in "wb")
        return self.nodes.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=self.weights.sizes.epsilon)

    def _values(self, name: str) -> Floats:
        return self.weights.tensors[name].values()
