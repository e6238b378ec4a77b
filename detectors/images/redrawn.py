"""Tells what was drawn anew from what was copied: ink and paper of the same two colours, in each other's place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detectors.images.inks import Inks, inks_of, middle, nearest
from detectors.images.likeness import BLOCK, LEAST_LIT, Flags, Floats, Laid, in_blocks, is_drawn, shared_blocks
from detectors.images.palette import apart, in_the_light

# Places looked at, in pixels: large enough for a letter and the paper around it, and how far apart they are.
PLACE = 32
STEP = 16
# Levels by which ink and paper must differ as they look in the picture.
CONTRAST_THERE = 50.0
# How much lighter or darker the paper may lie in a place than in the whole, in levels.
SHADE = 60.0
# Part of what is drawn that must lie in places of two colours: the price on a photograph says nothing of the whole. Of
# 33 look-alike marks the least had .68; a quarter of photographs has less than .8.
LEAST_COVERED = 0.6

_Corner = tuple[int, int]


def redrawn(laid: Laid) -> float:
    """Give the share of a reference's ink that lies elsewhere in the picture, 0..1; 0 for what is hardly drawn in ink.

    What is laid over a copy adds ink in some places and covers it in others, mostly in colours of its own. Where ink of
    the reference's own colour is missing and as much of it stands beside, other letters or another figure were drawn.
    """
    corners = _corners(laid)
    shared = shared_blocks(laid)
    given, seen = (np.concatenate(pair) for pair in zip(shared.drawn, shared.plain, strict=True))
    if not corners or len(given) < LEAST_LIT:
        return 0.0
    told, inks = inks_of(_places(laid.given, corners))
    chosen = [corner for corner, tells in zip(corners, told, strict=True) if tells]
    if _covered(laid, chosen) < LEAST_COVERED:
        return 0.0
    missing, added, told = _misplaced(_places(laid.seen, chosen), inks, given.reshape(-1, 3), seen.reshape(-1, 3))
    ink = inks.is_ink.sum(axis=(1, 2)) * told
    return float(np.minimum(missing, added)[told].sum()) / max(1.0, float(ink.sum()))


def _corners(laid: Laid) -> list[_Corner]:
    """Give the upper left corners of the places inside the picture: what its edge repeats beyond it nobody drew."""
    inside = _inside(laid)
    down, across = (sorted({*range(0, length - PLACE, STEP), max(0, length - PLACE)}) for length in inside.shape)
    return [(y, x) for y in down for x in across if inside[y : y + PLACE, x : x + PLACE].all()]


def _inside(laid: Laid) -> Flags:
    """Say for each pixel whether it and its neighbours lie inside the picture."""
    blocks = np.pad(_as_grid(laid.inside, laid), 1, constant_values=True)
    kept = np.lib.stride_tricks.sliding_window_view(blocks, (3, 3)).all(axis=(2, 3))
    return np.asarray(np.kron(kept, np.ones((BLOCK, BLOCK))), dtype=np.bool_)


def _as_grid(flags: Flags, laid: Laid) -> Flags:
    return flags.reshape(laid.given.shape[0] // BLOCK, laid.given.shape[1] // BLOCK)


def _places(pixels: Floats, corners: Sequence[_Corner]) -> Floats:
    return np.stack([pixels[y : y + PLACE, x : x + PLACE] for y, x in corners])


def _covered(laid: Laid, corners: Sequence[_Corner]) -> float:
    """Give the share of the drawn blocks inside the picture that lie in these places; corners are those of blocks."""
    drawn = _as_grid(is_drawn(in_blocks(laid.given)) & laid.inside, laid)
    within = np.zeros_like(drawn)
    for y, x in corners:
        within[y // BLOCK : (y + PLACE) // BLOCK, x // BLOCK : (x + PLACE) // BLOCK] = True
    return float((drawn & within).sum() / max(1, drawn.sum()))


def _misplaced(seen: Floats, inks: Inks, given: Floats, there: Floats) -> tuple[Floats, Floats, Flags]:
    """Count the pixels where ink is missing and where there is too much, and say where paper and ink are told apart."""
    paper, ink = (in_the_light(colours, given, there) for colours in (inks.paper, inks.ink))
    shade = middle(seen, inks.is_paper) - paper
    told = (np.abs(shade).max(axis=1) <= SHADE) & (apart(paper, ink) >= CONTRAST_THERE)
    is_paper, is_ink = nearest(seen, paper + shade, ink + shade)
    missing, added = (_opened(each).sum(axis=(1, 2)) for each in (inks.is_ink & is_paper, inks.is_paper & is_ink))
    return missing, added, np.asarray(told, dtype=np.bool_)


def _opened(flags: Flags) -> Flags:
    """Leave of each picture [n, h, w] what holds two by two pixels: a fit is not exact to the pixel."""
    square = flags[:, 1:, 1:] & flags[:, :-1, 1:] & flags[:, 1:, :-1] & flags[:, :-1, :-1]
    opened = np.zeros_like(flags)
    for down in (0, 1):
        for right in (0, 1):
            opened[:, down : down + square.shape[1], right : right + square.shape[2]] |= square
    return opened
