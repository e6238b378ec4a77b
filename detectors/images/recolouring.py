"""Tells another flavour or colour of a line by what is drawn alike in another hue."""

from __future__ import annotations

import numpy as np

from detectors.images.colours import LUMA, turned_colours
from detectors.images.likeness import Flags, Floats, Laid, shared_blocks
from detectors.images.palette import median_of

# Blocks drawn alike in another hue, and their share of those that have a colour, from which on it is another flavour.
# Of 1,963 copies that no stage had called variants 8 have as many, with text over them; so have 37 of 73 such flavours,
# in pictures that show mostly other things. The other half differ by less than this turn of the hue, or are grey.
LEAST_TURNED = 6
TURNED = 0.1


def is_another_colour(laid: Laid) -> bool:
    """Say whether what a picture shares with the reference has another hue in part, beyond an edit of the whole.

    A sticker hides what is drawn beneath it; the label of another flavour is drawn alike, and may fill a tenth of it.
    """
    shared = shared_blocks(laid)
    given, seen = shared.drawn
    if len(given) < LEAST_TURNED:
        return False
    # Two colours a block, for thin letters are lost in the mean of their ground.
    darker = _darker(given)
    expected, found = (
        np.concatenate([*_halves(drawn, darker), plain.mean(axis=1)])
        for drawn, plain in ((given, shared.plain[0]), (seen, shared.plain[1]))
    )
    either = (each[: 2 * len(given)].reshape(2, -1).any(axis=0) for each in turned_colours(found, expected))
    turned, coloured = (int(each.sum()) for each in either)
    return turned >= LEAST_TURNED and turned > TURNED * coloured


def _darker(blocks: Floats) -> Flags:
    light = blocks @ LUMA
    return np.asarray(light < light.mean(axis=1, keepdims=True), dtype=np.bool_)


def _halves(blocks: Floats, darker: Flags) -> tuple[Floats, Floats]:
    """Give the median colour of the darker and of the lighter pixels of each block: text over it has others."""
    return median_of(blocks, darker), median_of(blocks, ~darker)
