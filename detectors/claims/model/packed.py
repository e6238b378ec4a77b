"""Numbers in 4 bits: blocks of 32, each an fp16 scale and 16 bytes. Value = scale * (nibble - 8).

Byte j holds number j in its low half and number j + 16 in its high half (`deq_row` in the wheel's `e5.c`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 32
SCALE_BYTES: Final = 2
BLOCK_BYTES: Final = SCALE_BYTES + BLOCK // 2
ZERO: Final = 8
"""The nibble that stands for 0."""

Floats = NDArray[np.float32]


def unpack(blocks: NDArray[np.uint8]) -> Floats:
    """Turn whole blocks into numbers, in order."""
    scales, halves = split(blocks)
    numbers = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - ZERO
    return (numbers * scales.astype(np.float32)[:, None]).reshape(-1)


def split(blocks: NDArray[np.uint8]) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
    """Part blocks into their scales [n] and their bytes [n, 16]."""
    table = blocks.reshape(-1, BLOCK_BYTES)
    scales = np.ascontiguousarray(table[:, :SCALE_BYTES]).view("<f2").reshape(-1)
    return scales, table[:, SCALE_BYTES:]


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A named run of numbers: fp32, or packed in 4 bits. The file keeps no shape; the reader knows it."""

    packed: bool
    count: int
    data: NDArray[np.uint8]

    @property
    def expected_bytes(self) -> int:
        """How many bytes `count` numbers take."""
        return -(-self.count // BLOCK) * BLOCK_BYTES if self.packed else self.count * 4

    def values(self, start: int = 0, stop: int | None = None) -> Floats:
        """Give numbers `start` to `stop`; of packed ones only whole blocks."""
        stop = self.count if stop is None else min(stop, self.count)
        if not self.packed:
            return np.ascontiguousarray(self.data[4 * start : 4 * stop]).view("<f4")
        return unpack(self.data[start // BLOCK * BLOCK_BYTES : -(-stop // BLOCK) * BLOCK_BYTES])[: stop - start]

    def matrix(self, columns: int) -> Floats:
        """Give all numbers as rows of `columns`."""
        return self.values().reshape(-1, columns)
