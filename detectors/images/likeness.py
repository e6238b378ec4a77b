"""Compares a reference, block by block, with what lies under it in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.colours import LUMA, differing_colours

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BLOCK = 8
# Steps of one pixel that a block may be moved: a fit through few points is not exact everywhere.
MOVED = 2
MOVES = tuple((down, right) for down in range(2 * MOVED + 1) for right in range(2 * MOVED + 1))
# Grey levels of deviation from which on a block has something drawn in it.
DRAWN = 8.0
# Correlation inside a block from which on it shows the same thing, and from which on it is the same.
SAME = 0.7
EXACT = 0.9
# What lies in a plain block of the reference from which on it is something else.
FOREIGN = 14.0
# How far from the colour of the reference's edge its figure begins, and how much of the edge must have that colour.
GROUND = 24.0
GROUND_EDGE = 0.7
# Pixels of a block that the figure must fill for its colour to count.
LEAST_FIGURE = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """What lies under the reference: how many of its drawn blocks are in the picture, and agree.

    `visible`: share of the reference's drawn blocks inside the picture; `drawn`: their number; `same`: share of them
    that agree; `exact`: share that agree closely; `other_colour`: share of the agreeing and plain blocks in another
    colour.
    """

    visible: float
    drawn: int
    same: float
    exact: float
    other_colour: float

    @property
    def agreeing(self) -> int:
        """Give the number of drawn blocks that agree."""
        return round(self.drawn * self.same)


def compare_laid(seen: Floats, given: Floats, inside: Flags) -> Likeness:
    """Compare two pictures of one shape, RGB, float32 [h, w, 3], sides multiples of 8.

    Args:
        seen: what lies under the reference in the picture.
        given: the reference.
        inside: for each block, row by row, whether it lies inside the picture.
    """
    base, beneath = _blocks(given), _blocks(seen)
    drawn = (base @ LUMA).std(axis=1) > DRAWN
    looked = drawn & inside
    closeness, beneath[looked] = _closest(seen, (base @ LUMA)[looked], np.flatnonzero(looked))
    same = looked.copy()
    same[looked] = closeness > SAME
    figure = _blocks(_figure(given)[..., None])[..., 0]
    plain = inside & ~drawn & ((beneath @ LUMA).std(axis=1) < FOREIGN)
    return Likeness(
        visible=float(looked.sum() / max(1, drawn.sum())),
        drawn=int(looked.sum()),
        same=float(same.sum() / max(1, looked.sum())),
        exact=float((closeness > EXACT).sum() / max(1, looked.sum())),
        other_colour=_other_colour(beneath, base, figure, same | plain),
    )


def _figure(given: Floats) -> Floats:
    """Give 1 for each pixel of the reference that is not its plain ground, else 0; all 1 where it has no such ground.

    The ground is cut away where a mark is put on goods: it says nothing, neither does its colour.
    """
    import cv2

    edge = np.concatenate([given[0], given[-1], given[:, 0], given[:, -1]])
    ground = np.median(edge, axis=0)
    if (np.abs(edge - ground).max(axis=1) < GROUND).mean() < GROUND_EDGE:
        return np.ones(given.shape[:2], dtype=np.float32)
    figure = (np.abs(given - ground).max(axis=2) >= GROUND).astype(np.float32)
    # Its rim has the ground's colour mixed in, and a fit is not exact to the pixel.
    return np.asarray(cv2.erode(figure, np.ones((3, 3), dtype=np.uint8)), dtype=np.float32)


def _other_colour(seen: Floats, given: Floats, figure: Floats, compared: Flags) -> float:
    """Give the share of blocks whose figure has another colour, of those that are compared and hold some of it."""
    compared = compared & (figure.sum(axis=1) >= LEAST_FIGURE)
    weights = (figure / np.maximum(figure.sum(axis=1, keepdims=True), 1))[..., None]
    colours = [(each * weights).sum(axis=1)[compared] for each in (seen, given)]
    return float(differing_colours(*colours).sum()) / max(1, int(compared.sum()))


def _closest(seen: Floats, light: Floats, numbers: Numbers) -> tuple[Floats, Floats]:
    """Give each block's best correlation with what lies around its place, and what lies there, [n, 64, 3].

    `light` holds the reference's blocks, `numbers` counts them row by row.
    """
    columns = seen.shape[1] // BLOCK
    if not len(numbers):
        return np.zeros(0, dtype=np.float32), np.zeros((0, BLOCK * BLOCK, 3), dtype=np.float32)
    padded = np.pad(seen, ((MOVED, MOVED), (MOVED, MOVED), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded @ LUMA, (BLOCK, BLOCK))
    top, left = numbers // columns * BLOCK, numbers % columns * BLOCK
    light = light - light.mean(axis=1, keepdims=True)
    strength = np.sqrt((light * light).mean(axis=1))
    closeness = np.empty((len(MOVES), len(numbers)), dtype=np.float32)
    for number, (down, right) in enumerate(MOVES):
        moved = windows[top + down, left + right].reshape(len(numbers), BLOCK * BLOCK)
        moved = moved - moved.mean(axis=1, keepdims=True)
        contrast = np.sqrt((moved * moved).mean(axis=1))
        closeness[number] = (moved * light).mean(axis=1) / np.maximum(contrast * strength, DRAWN)
    best = np.array(MOVES)[closeness.argmax(axis=0)]
    pixels = np.lib.stride_tricks.sliding_window_view(padded, (BLOCK, BLOCK), axis=(0, 1))
    there = pixels[top + best[:, 0], left + best[:, 1]].transpose(0, 2, 3, 1)
    return closeness.max(axis=0), there.reshape(len(numbers), BLOCK * BLOCK, -1)


def _blocks(pixels: Floats) -> Floats:
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    split = pixels.reshape(rows, BLOCK, columns, BLOCK, -1).transpose(0, 2, 1, 3, 4)
    return split.reshape(rows * columns, BLOCK * BLOCK, -1)
