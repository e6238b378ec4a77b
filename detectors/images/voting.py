"""Lets look-alike features vote: those that agree on where a reference lies, how large and how turned, name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.feature_index import FeatureIndex, Numbers, Resemblance
from detectors.images.features import Features, Floats

Flags = npt.NDArray[np.bool_]

# References looked at for agreement, and pairs of each: a fifth of a millisecond each.
MOST_HEARD = 8
MOST_PAIRS = 120
MOST_PROPOSED = 5
# Two features that show the same place of the same thing differ by less, even in perspective.
TURN = np.deg2rad(30)
SCALE = 0.7
"""In doublings."""
STRAY = 0.24
"""In parts of the distance between the two points, besides a few pixels."""
STRAY_PIXELS = 4.0
# Squared distance (512 is unit length) that 9 of 10 right pairs stay below; the eighth neighbour lies at 66,000.
VERY_NEAR = 10_000.0
# 6 of 1,000 copies that are found in the end have fewer, most references proposed for other pictures too.
LEAST_VOTES = 3.0
LEAST_AGREEING = 3


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A reference that may lie in the picture: its number, the points that agree, and their weight.

    `query` numbers the picture's points, `point` the reference's own.
    """

    reference: int
    query: Numbers
    point: Numbers
    votes: float


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    query: Numbers
    row: Numbers
    weight: Floats


def propose(picture: Features, index: FeatureIndex, *, mirrored: bool) -> list[Proposal]:
    """Name the references whose features agree best, most votes first.

    Args:
        picture: the picture's features; `mirrored` ones, where its mirror image is looked for.
        index: the references' features.
        mirrored: whether the reference is thought to be mirrored in the picture.
    """
    alike = index.nearest(picture.descriptors)
    pairs = _Pairs(alike.query, alike.row, _weights(alike))
    heard = (_agreed(reference, some, picture, index, mirrored) for reference, some in _by_reference(pairs, index))
    proposals = [each for each in heard if each.votes >= LEAST_VOTES and len(each.query) >= LEAST_AGREEING]
    return sorted(proposals, key=lambda each: -each.votes)[:MOST_PROPOSED]


def _weights(alike: Resemblance) -> Floats:
    """Weigh a pair by how much nearer it is than the farthest neighbour given: letters and stripes are near to many.

    Where all are very near, as in a line of one design, the pair is weighed by itself.
    """
    farthest = np.zeros(int(alike.query.max(initial=-1)) + 1, dtype=np.float32)
    np.maximum.at(farthest, alike.query, alike.distance)
    return np.asarray(
        np.maximum(0, 1 - alike.distance / np.maximum(farthest[alike.query], VERY_NEAR)), dtype=np.float32
    )


def _by_reference(pairs: _Pairs, index: FeatureIndex) -> Iterator[tuple[int, _Pairs]]:
    owner = index.owner[pairs.row]
    weights = np.bincount(owner, pairs.weight)
    counts = np.bincount(owner)
    weights[counts < LEAST_AGREEING] = 0
    for reference in np.argsort(-weights, kind="stable")[:MOST_HEARD]:
        if weights[reference] < LEAST_VOTES:
            return
        ours = np.flatnonzero(owner == reference)
        ours = ours[np.argsort(-pairs.weight[ours], kind="stable")[:MOST_PAIRS]]
        yield int(reference), _Pairs(pairs.query[ours], pairs.row[ours], pairs.weight[ours])


def _agreed(reference: int, pairs: _Pairs, picture: Features, index: FeatureIndex, mirrored: bool) -> Proposal:
    """Take each pair as a guess of where the reference lies, and keep the guess that most others bear out."""
    agreeing = _agreement(pairs, picture, index, mirrored)
    weights = agreeing * pairs.weight
    best = int(np.argmax(weights.sum(axis=1)))
    ours = np.flatnonzero(agreeing[best])
    # One point of the picture speaks once, however many points of the reference it looks like.
    _, once = np.unique(pairs.query[ours], return_index=True)
    ours = ours[once]
    return Proposal(
        reference, pairs.query[ours], pairs.row[ours] - index.starts[reference], float(pairs.weight[ours].sum())
    )


def _agreement(pairs: _Pairs, picture: Features, index: FeatureIndex, mirrored: bool) -> Flags:
    """Say for each pair (row) which others (columns) lie where it puts them, as large and turned as it says."""
    seen, given = _complex(picture.points[pairs.query]), _complex(index.points[pairs.row])
    base = index.angles[pairs.row]
    if mirrored:
        # Reflected about the vertical: x turns its sign, an angle becomes its supplement.
        given, base = -given.conj(), np.pi - base
    turn = np.exp(1j * (picture.angles[pairs.query] - base)).astype(np.complex64)
    size = np.log2(picture.sizes[pairs.query] / index.sizes[pairs.row])
    apart = (given[None, :] - given[:, None]) * (np.exp2(size) * turn)[:, None]
    astray = seen[:, None] + apart - seen[None, :]
    allowed = STRAY_PIXELS**2 + STRAY**2 * _squared(apart)
    untwisted = turn.real[:, None] * turn.real[None, :] + turn.imag[:, None] * turn.imag[None, :] > np.cos(TURN)
    near = (_squared(astray) < allowed) & untwisted & (np.abs(size[:, None] - size[None, :]) < SCALE)
    return np.asarray(near, dtype=np.bool_)


def _squared(vectors: npt.NDArray[np.complex64]) -> Floats:
    return vectors.real * vectors.real + vectors.imag * vectors.imag


def _complex(points: Floats) -> npt.NDArray[np.complex64]:
    return np.asarray(points[:, 0] + 1j * points[:, 1], dtype=np.complex64)
