"""A weight file small enough to read by eye, written by the layout that `e5s1.py` states."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from detectors.claims.model.adapter import Adapter

HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS = 64, 2, 2, 96, 40, 16
EPSILON = 1e-12
MARKS = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = [
    "▁",
    "▁query",
    ":",
    "▁genuine",
    "▁hàng",
    "▁chính",
    "▁hãng",
    "▁cures",
    "▁all",
    "a",
    "b",
    "c",
    "e",
    "h",
    "r",
    "s",
]
PIECES = [*MARKS, *WORDS, "<mask>"]
RULES = {"\t": " ", "\x01": "", "①": "1"}


def pack(numbers: NDArray[np.float32]) -> bytes:
    """Pack in 4 bits, block by block, the slow and plain way."""
    out = bytearray()
    for block in numbers.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        nibbles = [int(np.clip(np.rint(number / scale), -8, 7)) + 8 if scale else 8 for number in block.astype(float)]
        out += scale.tobytes() + bytes(low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True))
    return bytes(out)


def tensors(seed: int = 0) -> dict[str, tuple[bool, NDArray[np.float32]]]:
    """Make every tensor of the tiny model: whether it is packed, and its numbers."""
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> tuple[bool, NDArray[np.float32]]:
        return True, random.normal(0, columns**-0.5, rows * columns).astype("f4")

    def plain(count: int, middle: float = 0) -> tuple[bool, NDArray[np.float32]]:
        return False, random.normal(middle, 0.1, count).astype("f4")

    made = {
        "emb.word": (True, random.normal(0, 1, VOCABULARY * HIDDEN).astype("f4")),
        "emb.pos": plain(POSITIONS * HIDDEN),
        "emb.type": plain(2 * HIDDEN),
        "emb.ln.w": plain(HIDDEN, 1),
        "emb.ln.b": plain(HIDDEN),
    }
    for layer in range(LAYERS):
        for name, rows, columns in [(k, HIDDEN, HIDDEN) for k in ("q", "k", "v", "ao")] + [
            ("fi", FEED_FORWARD, HIDDEN),
            ("fo", HIDDEN, FEED_FORWARD),
        ]:
            made |= {f"l{layer}.{name}.w": matrix(rows, columns), f"l{layer}.{name}.b": plain(rows)}
        for name in ("aln", "oln"):
            made |= {f"l{layer}.{name}.w": plain(HIDDEN, 1), f"l{layer}.{name}.b": plain(HIDDEN)}
    return made


def tiny_file(seed: int = 0) -> bytes:
    """Write the whole file."""
    head = _head() + _tokenizer()
    named = {
        name: (packed, numbers.size, pack(numbers) if packed else numbers.tobytes())
        for name, (packed, numbers) in tensors(seed).items()
    }
    directory_size = 4 + sum(2 + len(name) + 21 for name in named)
    at, directory, body = len(head) + directory_size, struct.pack("<i", len(named)), b""
    for name, (packed, count, data) in named.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", packed, count, at + len(body), len(data))
        body += data
    return head + directory + body


def _head() -> bytes:
    sizes = (HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, 2)
    return b"E5S1" + struct.pack("<I7ifi", 1, *sizes, EPSILON, 32)


def _tokenizer() -> bytes:
    blobs = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4")
    scores = np.array([0.0 if piece[0] == "<" else -float(at) for at, piece in enumerate(PIECES)], "<f4")
    head = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blobs)))
    rules = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(character), len(to), *map(ord, to)) for character, to in RULES.items()
    )
    return (
        head
        + offsets.tobytes()
        + scores.tobytes()
        + b"".join(blobs)
        + struct.pack("<iI", len(RULES), len(rules))
        + rules
    )


def tiny_adapter(seed: int = 1, rank: int = 4) -> Adapter:
    """Make a change of every matrix and norm of the tiny model."""
    random = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.1, shape).astype("f4")

    shapes = {
        "qkv": (3 * HIDDEN, HIDDEN),
        "ao": (HIDDEN, HIDDEN),
        "fi": (FEED_FORWARD, HIDDEN),
        "fo": (HIDDEN, FEED_FORWARD),
    }
    named = {f"l{layer}.{group}": shape for layer in range(LAYERS) for group, shape in shapes.items()}
    return Adapter(
        up={name: some(shape[0], rank) for name, shape in named.items()},
        down={name: some(rank, shape[1]) for name, shape in named.items()},
        norms={
            f"l{layer}.{norm}.{kind}": 1 + some(HIDDEN)
            for layer in range(LAYERS)
            for norm in ("aln", "oln")
            for kind in "wb"
        },
    )
