"""Finds the places of a picture that are drawn in two colours: letters or figures, and what they stand on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.palette import apart, median_of

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# Levels by which ink and paper must differ.
CONTRAST = 60.0
# Distance in levels up to which a pixel has one of the two colours; at 40 one copy in a hundred had .008 of its ink
# elsewhere, at 30 .002.
NEAR = 30.0
# Parts of a place that must be ink, and that must be either of the two.
LEAST_INK = 0.08
LEAST_TOLD = 0.6
ROUNDS = 4
# Every other pixel says what colour something has.
SAMPLED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Inks:
    """Places in two colours: float32 [n, 3] each, and which of their pixels [n, h, w] are which."""

    paper: Floats
    ink: Floats
    is_paper: Flags
    is_ink: Flags

    def __len__(self) -> int:
        return len(self.paper)


def inks_of(places: Floats) -> tuple[Flags, Inks]:
    """Say which places [n, h, w, 3] are drawn in two colours, and give these; paper is what there is more of."""
    one = _one_side(places)
    first = np.where((one.sum(axis=(1, 2)) >= (~one).sum(axis=(1, 2)))[:, None, None], one, ~one)
    paper, ink = middle(places, first), middle(places, ~first)
    is_paper, is_ink = nearest(places, paper, ink)
    told = (
        (apart(paper, ink) >= CONTRAST)
        & ((~first).mean(axis=(1, 2)) >= LEAST_INK)
        & ((is_paper | is_ink).mean(axis=(1, 2)) >= LEAST_TOLD)
    )
    return told, Inks(paper[told], ink[told], is_paper[told], is_ink[told])


def middle(places: Floats, chosen: Flags) -> Floats:
    """Give the median colour of the chosen pixels, place by place."""
    sampled = np.s_[:, ::SAMPLED, ::SAMPLED]
    return median_of(places[sampled].reshape(len(places), -1, 3), chosen[sampled].reshape(len(places), -1))


def nearest(places: Floats, paper: Floats, ink: Floats) -> tuple[Flags, Flags]:
    """Say which pixels have the colour of the paper, and which that of the ink."""
    to_paper, to_ink = (apart(places, colour[:, None, None]) for colour in (paper, ink))
    return (to_paper < to_ink) & (to_paper <= NEAR), (to_ink < to_paper) & (to_ink <= NEAR)


def _one_side(places: Floats) -> Flags:
    """Part each place's pixels in two where its colours vary most, the limit midway between the means of both."""
    about = places - places.mean(axis=(1, 2), keepdims=True)
    flat = about.reshape(len(places), -1, 3)
    _, directions = np.linalg.eigh(flat.transpose(0, 2, 1) @ flat)
    along = (flat @ directions[:, :, 2:]).reshape(places.shape[:3])
    limit = (along.min(axis=(1, 2)) + along.max(axis=(1, 2))) / 2
    for _ in range(ROUNDS):
        below = along < limit[:, None, None]
        few, many = (np.maximum(part.sum(axis=(1, 2)), 1) for part in (below, ~below))
        limit = ((along * below).sum(axis=(1, 2)) / few + (along * ~below).sum(axis=(1, 2)) / many) / 2
    return np.asarray(along < limit[:, None, None], dtype=np.bool_)
