"""Tells another flavour or colour from the same picture in another light."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.inexact]
Complex = npt.NDArray[np.complex64]

# Residuals, in levels of 255, that JPEG, scaling and imperfect alignment leave.
LIGHT_RESIDUAL = 28.0
CHROMA_RESIDUAL = 14.0
# What an edit of the whole picture does; beyond it, the thing itself has another colour.
GAIN = (0.45, 1.7)
LIFT = (-140.0, 60.0)
SATURATION = 1.9
HUE_TURN = np.deg2rad(25)
CAST = 24.0
# By how much a hue must be another, and the chroma in levels that it takes to have one.
OTHER_HUE = np.deg2rad(30)
LEAST_CHROMA = 10.0
# Blocks at the ends of the scale are clipped: they bound the light but do not measure it.
CLIPPED = (4.0, 251.0)
LEAST_MEASURED = 4
# Share of the blocks compared whose colour differs, from which on it is another flavour or colour of the line.
OTHER_COLOUR = 0.25
# A picture whose strongest chroma is below this share of the other's has been drained of colour.
DRAINED = 0.3
ROUNDS = 4
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
RED = np.array([0.5, -0.419, -0.081], dtype=np.float32)
"""Cr: what a mark is told by on goods as light as itself."""


def is_recoloured(other_colour: float) -> bool:
    """Say of a share of blocks in another colour whether it makes another flavour, colour or model of the line."""
    return other_colour >= OTHER_COLOUR


def differing_colours(query: Floats, reference: Floats) -> Flags:
    """Say for each block (rows of mean R, G, B, float32 [n, 3]) whether its colour differs beyond an edit of the whole.

    An edit is a change of brightness and contrast, of saturation down to grey, of cast, and a small turn of the hue;
    it is fitted over all blocks, so that a background that stayed as it was speaks against it.
    """
    if not len(query):
        return np.zeros(0, dtype=np.bool_)
    seen = _chroma(query)
    if _drained(seen, _chroma(reference)):
        # A grey copy keeps the light it had; black or white goods in a coloured one's place do not.
        return np.asarray(np.abs(query @ LUMA - reference @ LUMA) > LIGHT_RESIDUAL, dtype=np.bool_)
    expected = _in_the_light_of(query, reference)
    light = np.abs(query @ LUMA - expected @ LUMA)
    chroma = np.abs(seen - _edited(seen, _chroma(expected)))
    return np.asarray((light > LIGHT_RESIDUAL) | (chroma > CHROMA_RESIDUAL), dtype=np.bool_)


def _chroma(colours: Floats) -> Complex:
    """Give blue and red difference (Cb, Cr) as one complex number a block: a turn of the hue is then a rotation."""
    light = colours @ LUMA
    return np.asarray(0.564 * (colours[:, 2] - light) + 0.713j * (colours[:, 0] - light), dtype=np.complex64)


def _in_the_light_of(query: Floats, reference: Floats) -> Floats:
    seen, given = query @ LUMA, reference @ LUMA
    measured = (seen > CLIPPED[0]) & (seen < CLIPPED[1])
    if int(measured.sum()) < LEAST_MEASURED:
        return reference
    gain, lift = _fit(seen[measured], given[measured])
    bounded = float(np.clip(gain.real, *GAIN))
    if bounded != gain.real:
        # One colour throughout fixes no gain: what was fitted is chance, and its lift belongs to it.
        lift = complex(np.median(seen[measured] - bounded * given[measured]))
    lifted = float(np.clip(lift.real, *LIFT))
    return np.asarray(np.clip(bounded * reference + lifted, 0, 255), dtype=np.float32)


def turned_colours(query: Floats, reference: Floats) -> tuple[Flags, Flags]:
    """Say for each block, both as for `differing_colours`, whether its hue is another, and whether either has a colour.

    Grey tells no hue, and a picture drained of colour has none.
    """
    seen = _chroma(query)
    if _drained(seen, _chroma(reference)):
        return np.zeros(len(query), dtype=np.bool_), np.zeros(len(query), dtype=np.bool_)
    expected = _edited(seen, _chroma(_in_the_light_of(query, reference)))
    strength = np.abs(seen), np.abs(expected)
    hue = np.abs(np.angle(seen * np.conj(expected)))
    turned = (hue > OTHER_HUE) & (np.abs(seen - expected) > CHROMA_RESIDUAL) & (np.minimum(*strength) > LEAST_CHROMA)
    return turned, turned | (np.maximum(*strength) > CHROMA_RESIDUAL)


def _drained(query: Complex, reference: Complex) -> bool:
    return len(query) == 0 or float(np.abs(query).max()) < DRAINED * float(np.abs(reference).max())


def _edited(query: Complex, expected: Complex) -> Complex:
    """Give the chroma expected after the edit of saturation, hue and cast that fits best."""
    factor, cast = _fit(query, expected)
    if abs(factor) > SATURATION or abs(np.angle(factor)) > HUE_TURN:
        factor, cast = 1 + 0j, complex(np.median((query - expected).real), np.median((query - expected).imag))
    if abs(cast) > CAST:
        cast = 0j
    return np.asarray(factor * expected + cast, dtype=np.complex64)


def _fit(query: Numbers, reference: Numbers) -> tuple[complex, complex]:
    """Fit query = factor * reference + offset, blocks far off weighing less each round."""
    weights = np.ones(len(query))
    factor, offset = 1 + 0j, 0j
    for _ in range(ROUNDS):
        total = float(weights.sum())
        q, r = (weights * query).sum() / total, (weights * reference).sum() / total
        spread = float((weights * np.abs(reference - r) ** 2).sum())
        if spread > total:
            factor = complex((weights * (query - q) * np.conj(reference - r)).sum() / spread)
        offset = complex(q - factor * r)
        residual = np.abs(query - (factor * reference + offset))
        weights = 1 / (1 + (residual / CHROMA_RESIDUAL) ** 2)
    return factor, offset
