"""The few colours a picture is drawn in, and which pixels of another picture are drawn in them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Colours are counted in cubes of 32 levels; those nearer than 48 are one, blurred over a cube's side.
STEP = 32
ONE_COLOUR = 48.0
LEAST_SHARE = 0.01
MOST_COUNTED = 24
MOST_COLOURS = 6
# How much an edit of the whole picture or another light may stretch a channel.
GAIN = (0.3, 1.7)
LEAST_VARIANCE = 25.0
# Distance in levels up to which a pixel has a colour.
NEAR = 45.0


def apart(pixels: Floats, colours: Floats) -> Floats:
    """Give by how many levels pixels [..., 3] differ from colours, in the channel in which they differ most."""
    difference = np.abs(pixels - colours)
    # Three times as fast as asking the last axis for its largest.
    return np.asarray(np.maximum(np.maximum(difference[..., 0], difference[..., 1]), difference[..., 2]), np.float32)


def main_colours(pixels: Floats) -> Floats:
    """Give the colours (float32 [n, 3], most frequent first, at most six) that a picture [h, w, 3] is drawn in."""
    flat = pixels.reshape(-1, 3)
    cubes = (flat // STEP).astype(np.int64) @ np.array([64, 8, 1])
    counts = np.bincount(cubes)
    sums = np.stack([np.bincount(cubes, flat[:, channel]) for channel in range(3)], axis=1)
    colours: list[npt.NDArray[np.float64]] = []
    for cube in np.argsort(-counts, kind="stable")[:MOST_COUNTED]:
        if counts[cube] < LEAST_SHARE * len(flat):
            break
        colour = sums[cube] / counts[cube]
        if all(np.abs(colour - known).max() >= ONE_COLOUR for known in colours):
            colours.append(colour)
    return np.array(colours[:MOST_COLOURS], dtype=np.float32).reshape(-1, 3)


def in_the_light(colours: Floats, given: Floats, seen: Floats) -> Floats:
    """Give colours as they look where `given` pixels (float32 [n, 3]) look like `seen` ones, channel by channel."""
    middle, there = given.mean(axis=0), seen.mean(axis=0)
    spread = given.var(axis=0)
    common = ((given - middle) * (seen - there)).mean(axis=0)
    gain = np.where(spread < LEAST_VARIANCE, 1.0, np.clip(common / np.maximum(spread, LEAST_VARIANCE), *GAIN))
    return np.asarray(np.clip(there + gain * (colours - middle), 0, 255), dtype=np.float32)


def share_drawn_in(blocks: Floats, colours: Floats) -> Floats:
    """Give for each block of pixels [n, k, 3] the share that has one of the colours.

    What lies between the first colour, the ground, and another counts: an edge that was drawn smoothly.
    """
    ground = colours[0]
    nearest = np.full(blocks.shape[:2], np.inf, dtype=np.float32)
    for colour in colours[1:] if len(colours) > 1 else colours:
        step = colour - ground
        part = np.clip((blocks - ground) @ step / max(1.0, float(step @ step)), 0, 1)[..., None]
        nearest = np.minimum(nearest, np.linalg.norm(blocks - (ground + part * step), axis=2))
    return np.asarray((nearest < NEAR).mean(axis=1), dtype=np.float32)


def median_of(blocks: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    """Give the median colour [n, 3] of the chosen pixels [n, k] of blocks [n, k, 3]; 0 where none is chosen."""
    values = np.sort(np.where(chosen[..., None], blocks, np.inf), axis=1)
    middle = np.take_along_axis(values, chosen.sum(axis=1)[:, None, None] // 2, axis=1)[:, 0]
    return np.asarray(np.where(np.isfinite(middle), middle, 0), dtype=np.float32)
