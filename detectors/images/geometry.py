"""Fits how a reference lies in a picture, and refuses what no camera or editor does to a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.features import Features, Floats
from detectors.images.homography import FIT_PIXELS, Matrix, affinity, perspective, placed, sane, similarity, slope
from detectors.images.voting import Proposal

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# How far from its expected place a point is looked for, in parts of the reference's longer side, round by round.
REACH = (0.12, 0.05)
REACH_PIXELS = 2.5
TURN = np.deg2rad(35)
SCALE = 0.9
# Squared distance of descriptors (512 is unit length) beyond which points are not alike: 19 of 20 right pairs lie below
# 20,000, those seen in perspective higher.
ALIKE = 80_000.0
# A perspective has eight unknowns: from fewer points than this it bends to chance.
PERSPECTIVE_FROM = 9
AFFINE_FROM = 5
LEAST_POINTS = 4
# Share of a bolder fit's points that a similarity must keep to be preferred.
AS_WELL = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Pairs of points that look alike: the picture's, the reference's, how unlike, how turned, how much larger."""

    query: Numbers
    row: Numbers
    unlike: Floats
    turn: Floats
    size: Floats


def align(picture: Features, reference: Features, proposal: Proposal, *, mirrored: bool) -> Matrix | None:
    """Fit a proposal: from its pairs to a similarity, then to all points that lie where that expects them, and again.

    Args:
        picture: its features.
        reference: all features of the proposed reference.
        proposal: the pairs that agreed.
        mirrored: whether the reference lies mirrored.

    Returns:
        From the reference's frame to the picture's; None where it cannot lie so.
    """
    matrix: Matrix | None = similarity(
        picture.points[proposal.query], reference.points[proposal.point], mirrored=mirrored
    )
    alike = _alike(picture, reference, mirrored=mirrored)
    points = 0
    for reach in REACH:
        if matrix is None or not sane(matrix, reference.frame):
            return None
        query, row = _guided(matrix, picture, reference, alike, reach * max(reference.frame), mirrored=mirrored)
        if len(query) < LEAST_POINTS:
            return None
        matrix, points = _fitted(picture.points[query], reference.points[row], reference.frame, mirrored=mirrored)
    return matrix if points >= LEAST_POINTS else None


def _alike(picture: Features, reference: Features, *, mirrored: bool) -> _Alike:
    one, other = reference.descriptors.astype(np.float32), picture.descriptors.astype(np.float32)
    lengths = (one * one).sum(axis=1)[:, None] + (other * other).sum(axis=1)[None, :]
    unlike = lengths - 2 * one @ other.T
    row, query = np.nonzero(unlike < ALIKE)
    base = np.pi - reference.angles[row] if mirrored else reference.angles[row]
    return _Alike(
        query=query,
        row=row,
        unlike=unlike[row, query],
        turn=picture.angles[query] - base,
        size=np.log2(picture.sizes[query] / reference.sizes[row]),
    )


def _guided(
    matrix: Matrix, picture: Features, reference: Features, alike: _Alike, reach: float, *, mirrored: bool
) -> tuple[Numbers, Numbers]:
    """Pair each point of the reference with the likest one of the picture near where it should lie; each once."""
    local = slope(matrix, (0.0, 0.0))
    scale = float(np.sqrt(abs(np.linalg.det(local))))
    turn = np.arctan2(local[1, 0], local[0, 0]) + (np.pi if mirrored else 0.0)
    astray = np.linalg.norm(placed(matrix, reference.points)[alike.row] - picture.points[alike.query], axis=1)
    twist = np.abs(np.angle(np.exp(1j * (alike.turn - turn))))
    size = np.abs(alike.size - np.log2(scale))
    possible = np.flatnonzero((astray < reach * scale + REACH_PIXELS) & (twist < TURN) & (size < SCALE))
    possible = possible[np.argsort(alike.unlike[possible], kind="stable")]
    possible = possible[np.sort(np.unique(alike.row[possible], return_index=True)[1])]
    possible = possible[np.sort(np.unique(alike.query[possible], return_index=True)[1])]
    return alike.query[possible], alike.row[possible]


def _fitted(seen: Floats, given: Floats, size: tuple[int, int], *, mirrored: bool) -> tuple[Matrix | None, int]:
    """Fit the most that the pairs bear, and count those that agree: perspective, else affinity, else similarity."""
    # The robust fits refuse mirror images: mirror first, and undo it.
    flip = np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
    upright = given * np.diag(flip)[:2].astype(np.float32)
    for least, fit in ((PERSPECTIVE_FROM, perspective), (AFFINE_FROM, affinity), (2, _similarity)):
        matrix = fit(seen, upright) if len(seen) >= least else None
        if matrix is not None and sane(matrix @ flip, size):
            matrix = _plainest(matrix, seen, upright)
            return matrix @ flip, int(_borne_out(matrix, seen, upright).sum())
    return None, 0


def _plainest(matrix: Matrix, seen: Floats, given: Floats) -> Matrix:
    """Give a similarity where it does as well: a perspective through a few points strays far at the corners."""
    kept = _borne_out(matrix, seen, given)
    if int(kept.sum()) < LEAST_POINTS:
        return matrix
    plain = _similarity(seen[kept], given[kept])
    return plain if _borne_out(plain, seen, given).sum() >= AS_WELL * kept.sum() else matrix


def _borne_out(matrix: Matrix, seen: Floats, given: Floats) -> Flags:
    return np.asarray(np.linalg.norm(placed(matrix, given) - seen, axis=1) < FIT_PIXELS, dtype=np.bool_)


def _similarity(seen: Floats, given: Floats) -> Matrix:
    return similarity(seen, given, mirrored=False)
