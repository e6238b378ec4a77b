"""Registers a reference on a picture: from about where local features put it to a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.homography import Matrix, affinity, perspective, placed, sane
from detectors.images.likeness import CHANNELS, tells
from detectors.images.rendering import Pixels
from detectors.images.warping import COMPARED_SIZE, Pyramid, beneath, size_of_comparison

Floats = npt.NDArray[np.float32]

TILE = 16
STEP = 8
MOST_TILES = 36
LEAST_TILES = 4
# Levels of deviation from which on a tile can be found again.
DRAWN = 10.0
# How far round by round each tile is looked for, in pixels of the comparison, and the correlation it must reach.
ROUNDS = ((7, 0.45), (4, 0.5), (2, 0.6))
# The correlation from which on light alone says where a tile lies.
SURE = 0.8
# Tiles from which on a perspective is fitted: its eight unknowns bend to chance with fewer.
PERSPECTIVE_FROM = 12
# How exact a fit must be, in pixels of the comparison.
EXACT = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class _Tiles:
    """The reference's light and red, and the upper left corners [n, 2] of what in it can be found again.

    `told` [n, 2]: by which of the two.
    """

    planes: tuple[Floats, ...]
    corners: npt.NDArray[np.int64]
    told: npt.NDArray[np.bool_]


def register(
    picture: Pyramid, reference: Pixels, size: tuple[int, int], matrix: Matrix, compared: float = COMPARED_SIZE
) -> Matrix:
    """Move tiles of the reference to where they fit best, and fit all their moves, three times.

    A fit through a few points is right where they lie and pixels wrong at the other end, where what is the same then
    looks different. Without this step .71 to .79 of changed copies were above every other picture, with it .87 to .91.

    Args:
        picture: its frame.
        reference: a rendering of the reference, RGB, of any size.
        size: width and height of the reference's frame.
        matrix: from the reference's frame to the picture's, a few pixels wrong.
        compared: root of the area of the comparison, in pixels.

    Returns:
        The better matrix; the given one where nothing better fits.
    """
    given = size_of_comparison(reference, size, matrix, compared)
    tiles = _tiles(_planes(given))
    if len(tiles.corners) < LEAST_TILES:
        return matrix
    step = np.array([size[0] / given.shape[1], size[1] / given.shape[0]])
    for reach, least in ROUNDS:
        found, moved = _moves(tiles, _planes(beneath(picture, given.shape, size, matrix)), reach, least)
        if len(found) < LEAST_TILES:
            break
        better = _fitted(
            (found + TILE / 2) * step, placed(matrix, (found + moved + TILE / 2) * step), size, matrix, step
        )
        if better is None:
            break
        matrix = better
    return matrix


def _planes(pixels: Floats) -> tuple[Floats, ...]:
    return tuple(np.asarray(pixels @ channel, dtype=np.float32) for channel in CHANNELS)


def _tiles(planes: tuple[Floats, ...]) -> _Tiles:
    if min(planes[0].shape) < TILE:
        return _Tiles(planes, np.zeros((0, 2), dtype=np.int64), np.zeros((0, 2), dtype=np.bool_))
    windows = (np.lib.stride_tricks.sliding_window_view(each, (TILE, TILE))[::STEP, ::STEP] for each in planes)
    light, red = (each.std(axis=(2, 3)) for each in windows)
    told = np.stack(tells(light, red, DRAWN), axis=-1)
    rows, columns = np.nonzero(told.any(axis=-1))
    chosen = np.arange(len(rows))
    if len(rows) > MOST_TILES:
        chosen = np.linspace(0, len(rows) - 1, MOST_TILES).astype(np.int64)
    rows, columns = rows[chosen], columns[chosen]
    return _Tiles(planes, np.column_stack([columns, rows]) * STEP, told[rows, columns])


def _moves(tiles: _Tiles, seen: tuple[Floats, ...], reach: int, least: float) -> tuple[Floats, Floats]:
    """Give the corners of the tiles that were found and by how much each lies elsewhere, in pixels, x and y."""
    padded = [np.pad(each, reach, mode="edge") for each in seen]
    found: list[tuple[float, float]] = []
    moved: list[tuple[float, float]] = []
    for (x, y), told in zip(tiles.corners.tolist(), tiles.told.tolist(), strict=True):
        around = [each[y : y + TILE + 2 * reach, x : x + TILE + 2 * reach] for each in padded]
        tile = [each[y : y + TILE, x : x + TILE] for each in tiles.planes]
        correlation, across, down = _best_fit(around, tile, told)
        if correlation > least:
            found.append((x, y))
            moved.append((across - reach, down - reach))
    return np.array(found, dtype=np.float32).reshape(-1, 2), np.array(moved, dtype=np.float32).reshape(-1, 2)


def _best_fit(around: Sequence[Floats], tile: Sequence[Floats], told: Sequence[bool]) -> tuple[float, float, float]:
    """Give the best correlation of a tile with what lies around its place, and where; red where light does not say."""
    best = -1.0, 0.0, 0.0
    for there, given, asked in zip(around, tile, told, strict=True):
        if asked and best[0] < SURE:
            best = max(best, _fit(there, given))
    return best


def _fit(around: Floats, tile: Floats) -> tuple[float, float, float]:
    import cv2

    close = np.asarray(cv2.matchTemplate(around, tile, cv2.TM_CCOEFF_NORMED), dtype=np.float32)
    down, across = divmod(int(close.argmax()), close.shape[1])
    return float(close[down, across]), across + _between(close[down], across), down + _between(close[:, across], down)


def _between(close: Floats, best: int) -> float:
    """Give by which part of a pixel the peak of a parabola through three correlations lies beside the middle one."""
    if not 0 < best < len(close) - 1:
        return 0.0
    before, middle, after = (float(value) for value in close[best - 1 : best + 2])
    bend = before - 2 * middle + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def _fitted(given: Matrix, seen: Matrix, size: tuple[int, int], matrix: Matrix, step: Floats) -> Matrix | None:
    grown = float(np.linalg.det(matrix[:2, :2]))
    within = max(1.0, EXACT * float(np.sqrt(abs(grown)) * step[0]))
    # The robust fits refuse mirror images: mirror first, and undo it.
    flip = np.diag([np.sign(grown), 1.0, 1.0])
    upright = (given * flip.diagonal()[:2]).astype(np.float32)
    for least, fit in ((PERSPECTIVE_FROM, perspective), (LEAST_TILES, affinity)):
        if len(given) >= least:
            better = fit(seen.astype(np.float32), upright, within)
            if better is not None and sane(better @ flip, size):
                return better @ flip
    return None
