"""Compares two aligned pictures block by block: how much of the drawing agrees, and whether the colours do.

Grey hashes find pictures of one line; they cannot tell its flavours and colours apart (black and red caps lie 0 to 8
bits of 256 from each other), and text laid over a picture moves its hash past any safe radius (46 bits in the median).
Both are settled here: what was laid over spoils some blocks and leaves the rest exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from detectors.images.colours import LUMA, differing_colours
from detectors.images.hashes import HASHED_SIDE
from detectors.images.rendering import Pixels

Floats = npt.NDArray[np.float32]

BLOCK = 8
GRID = HASHED_SIDE // BLOCK
# Grey levels of deviation inside a block; less is background, and background agrees with every other background.
BUSY = 6.0
# Correlation inside a block from which on it shows the same thing.
SAME = 0.8
# With fewer busy blocks than this a picture is a few strokes, and strokes agree by chance.
LEAST_BUSY = 8


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A picture as 64 blocks.

    `detail` float32 [64, 64]: grey levels around each block's mean; `contrast` float32 [64]: their deviation;
    `colour` float32 [64, 3]: mean R, G, B.
    """

    detail: Floats
    contrast: Floats
    colour: Floats

    @classmethod
    def of(cls, square: Pixels) -> Self:
        """Divide a square from `hashed_form` into blocks."""
        split = square.reshape(GRID, BLOCK, GRID, BLOCK, 3).transpose(0, 2, 1, 3, 4).reshape(GRID * GRID, -1, 3)
        light = split @ LUMA
        detail = light - light.mean(axis=1, keepdims=True)
        return cls(detail, np.sqrt((detail * detail).mean(axis=1)), split.mean(axis=1, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two aligned pictures compare: share of busy blocks that show the same, and of blocks in another colour.

    `same` is None where too little is drawn to say.
    """

    same: float | None
    other_colour: float


def compare(query: Layout, reference: Layout) -> Agreement:
    """Compare two layouts of the same orientation."""
    busy = np.maximum(query.contrast, reference.contrast) > BUSY
    scale = np.maximum(query.contrast * reference.contrast, BUSY * BUSY)
    same = (query.detail * reference.detail).mean(axis=1) / scale > SAME
    comparable = ~busy | same
    differing = differing_colours(query.colour[comparable], reference.colour[comparable])
    drawn = (busy & same)[comparable] | differing
    other = float(differing.sum()) / max(1, int(drawn.sum()))
    return Agreement(float(same[busy].mean()) if int(busy.sum()) >= LEAST_BUSY else None, other)
