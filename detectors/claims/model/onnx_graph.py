"""The encoder as ONNX graphs, in fp32 or int8: the token ids of one window in, one state per token out.

It is cut into stages, each a graph of some layers, so that reading may end early. Windows are read one at a time: with
nothing padded, nothing is masked, and onnxruntime's attention then needs two thirds of the time.

The word table stays in its 4 bits in both: only the rows of the tokens at hand are unpacked, which is exact and keeps
330 MB out of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import onnx
from onnx import TensorProto

from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.onnx_linear import Linear, float_products, int8_products
from detectors.claims.model.onnx_names import IDS, STATES, STATES_BEFORE
from detectors.claims.model.onnx_nodes import MS, Nodes, Port
from detectors.claims.model.packed import BLOCK, ZERO, Floats, split

_Products = Callable[[Nodes, str, Sequence[Linear]], list[str]]


def float_graph(weights: WeightFile) -> onnx.ModelProto:
    """Build one graph that computes in fp32: what the int8 ones are measured against."""
    (graph,) = _graphs(weights, float_products, ())
    return graph


def int8_graphs(weights: WeightFile, cuts: Sequence[int] = ()) -> list[onnx.ModelProto]:
    """Build the graphs that Soi runs, one after another; `cuts` says after how many layers a new one begins."""
    return _graphs(weights, int8_products, [cut for cut in cuts if cut < weights.sizes.layers])


def _graphs(weights: WeightFile, products: _Products, cuts: Sequence[int]) -> list[onnx.ModelProto]:
    borders = (0, *cuts, weights.sizes.layers)
    return [_Stage(weights, products).build(first, last) for first, last in pairwise(borders)]


class _Stage:
    """Writes some layers of BERT onto a pad, with the matrix products made by `products`."""

    def __init__(self, weights: WeightFile, products: _Products) -> None:
        self.weights = weights
        self.products = products
        self.nodes = Nodes()

    def build(self, first: int, last: int) -> onnx.ModelProto:
        hidden = self._norm(self._embeddings(), "emb.ln") if first == 0 else STATES_BEFORE
        for layer in range(first, last):
            hidden = self._feed_forward(self._attention(hidden, f"l{layer}."), f"l{layer}.")
        width = self.weights.sizes.hidden
        taken = Port(STATES_BEFORE, TensorProto.FLOAT, width) if first else Port(IDS, TensorProto.INT64)
        return self.nodes.model(taken, Port(STATES, TensorProto.FLOAT, width), hidden)

    def _embeddings(self) -> str:
        nodes, sizes, tensors = self.nodes, self.weights.sizes, self.weights.tensors
        # Every text is of token type 0, so that row is added to the positions once and for all.
        places = tensors["emb.pos"].matrix(sizes.hidden) + tensors["emb.type"].matrix(sizes.hidden)[0]
        # Counting along the tokens, not slicing by length: the sizes of all later values stay known to onnxruntime,
        # which otherwise spends 0.15 s at every start on finding them out.
        ones = nodes.add("Expand", nodes.number(1, "i8"), nodes.add("Shape", IDS))
        place = nodes.add("Sub", nodes.add("CumSum", ones, nodes.number(1, "i8")), nodes.number(1, "i8"))
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

    def _attention(self, hidden: str, layer: str) -> str:
        nodes, parts = self.nodes, [f"{layer}{part}" for part in "qkv"]
        query_key_value = self._multiplied(hidden, *parts)
        bias = nodes.constant(f"{layer}qkv.b", np.concatenate([self._values(f"{part}.b") for part in parts]))
        heads = self.weights.sizes.heads
        mixed = nodes.add("MultiHeadAttention", *query_key_value, bias, domain=MS, num_heads=heads)
        return self._norm(nodes.add("Add", self._linear(mixed, f"{layer}ao"), hidden), f"{layer}aln")

    def _feed_forward(self, hidden: str, layer: str) -> str:
        middle = self.nodes.add("Gelu", self._linear(hidden, f"{layer}fi"))
        return self._norm(self.nodes.add("Add", self._linear(middle, f"{layer}fo"), hidden), f"{layer}oln")

    def _linear(self, value: str, name: str) -> str:
        (product,) = self._multiplied(value, name)
        return self.nodes.add("Add", product, self.nodes.constant(f"{name}.b", self._values(f"{name}.b")))

    def _multiplied(self, value: str, *names: str) -> list[str]:
        outputs = [len(self._values(f"{name}.b")) for name in names]
        matrices = [self._values(f"{name}.w").reshape(size, -1).T for name, size in zip(names, outputs, strict=True)]
        return self.products(self.nodes, value, [Linear(*pair) for pair in zip(names, matrices, strict=True)])

    def _norm(self, value: str, name: str) -> str:
        scale, bias = (self.nodes.constant(f"{name}.{kind}", self._values(f"{name}.{kind}")) for kind in "wb")
        return self.nodes.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=self.weights.sizes.epsilon)

    def _values(self, name: str) -> Floats:
        return self.weights.tensors[name].values()
