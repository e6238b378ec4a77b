"""One scale for all stages: how sure one may be that picture and reference show the same, 0..1."""

from __future__ import annotations

import math

EXACT = 1.0
DEFAULT_THRESHOLD = 0.5
"""The one threshold: matches below it are not given."""
SURE = 0.97
"""From here on later, slower stages add nothing."""

# Of 3,000 other pictures nine had an evidence of 0.08 or more: drawn goods of one outline up to 0.16, and one round
# mark, 0.24, whole and resized; of 1,276 copies changed in hard ways none is found by less than 0.15 alone.
EVEN = 0.15
STEEPNESS = 8.0
# Panels are many, and fit less exactly than a whole picture does: of 3,000 composed pictures of other marks and goods
# the nearest had an evidence of 0.08, drawn 64 bits away in other colours; changed copies mostly lie above 0.3.
EVEN_PANELS = 0.15
PANEL_COLOUR = 0.3
# 128 bits is the distance of unrelated pictures.
UNRELATED = 128
BEST_INEXACT = 0.99

# Weights of the evidence for a reference that was laid over a picture, and the evidence at which it is even.
VOTES = 0.4
BLOCKS = 1.45
SAME = 5.7
EXACTLY = 5.7
OTHER_COLOUR = 1.65
OTHERWISE = 3.0
EVEN_FEATURES = 15.9
# Weights of the same parts before a place is registered, and the sum below which nothing comes of it: 4 of 1,000 copies
# that are found in the end lie below, and of 1.7 places in each other picture only one in seven lies above.
ROUGH_VOTES = 2.2
ROUGH_BLOCKS = 1.1
ROUGH_SAME = 1.5
ROUGH_EXACTLY = 4.1
WORTH = 10.0

# Weights for a reference laid over the whole picture, fitted to 700 copies with something over them and to the nearest
# references of 6,000 other pictures.
COVERED_EXACTLY = 6.1
COVERED_SEEN = 2.9
COVERED_COLOUR = 3.0
# Of 3,000 other pictures eight lie above, drawn goods of one outline in other colours, at most 0.8; at 6.9 two would,
# and of 99 copies with text over them one would be lost.
EVEN_COVERED = 6.7


# Below this a hash is near by chance more often than not, and what lies there must bear it out: of 2,192 copies 6 have
# so low a score, and an evidence of 0.46 or more; shoes of one last -0.4 or less.
DOUBTFUL = 0.8

# What ink in other places takes off the evidence, from as much on as a sticker leaves: with .0071 of it the surest
# match is even.
REDRAWN = 900.0
STRAY_INK = 0.002
LEAST_EVIDENCE = -30.0


def hash_score(same: float, distance: int) -> float:
    """Give the score for a share of agreeing blocks (0..1) at a distance in bits of 256.

    Either alone leaves look-alikes: outlines of white-ground pictures agree by chance at distances above 66, and
    distances of 32 to 66 hold both copies with text over them and other goods. Their difference parts the two.
    """
    evidence = same - distance / UNRELATED
    return min(BEST_INEXACT, 1 / (1 + math.exp(-STEEPNESS * (evidence - EVEN))))


def panel_score(same: float, distance: int, other_colour: float) -> float:
    """Give the score for a part of a picture.

    Colour counts here: two marks of one shape lie as near as a copy that fits badly, but not in the same colours,
    while another colour of the same drawing lies far nearer.

    Args:
        same: share of its drawn blocks that agree, 0..1.
        distance: bits of 256.
        other_colour: share of the blocks compared that have another colour.
    """
    evidence = same - distance / UNRELATED - PANEL_COLOUR * other_colour
    return min(BEST_INEXACT, 1 / (1 + math.exp(-STEEPNESS * (evidence - EVEN_PANELS))))


def worth_registering(*, votes: float, blocks: int, same: float, exact: float) -> bool:
    """Say whether a place where a reference roughly lies is worth a closer look; for the parts see below."""
    counted = ROUGH_VOTES * math.log(1 + votes) + ROUGH_BLOCKS * math.log(1 + blocks)
    return counted + ROUGH_SAME * same + ROUGH_EXACTLY * exact > WORTH


def feature_evidence(*, votes: float, blocks: int, same: float, exact: float) -> float:
    """Give the evidence that a reference lies where it was laid over a picture; 0 is even, less what contradicts.

    Any one of these leaves look-alikes: marks of one shape agree in many blocks but not in colour, words that share
    letters have many points in common but few blocks. The weights were fitted to 780 copies changed in the
    hardest ways, and to the places where a reference seemed to lie in 3,300 pictures of other marks and goods.

    Args:
        votes: weight of the local features that agree on where it lies.
        blocks: its drawn blocks that can be seen there and agree.
        same: their share of its drawn blocks that can be seen.
        exact: share of those that agree closely.
    """
    return VOTES * math.log(1 + votes) + BLOCKS * math.log(1 + blocks) + SAME * same + EXACTLY * exact - EVEN_FEATURES


def contradiction(*, other_colour: float, otherwise: float) -> float:
    """Give what is to be taken off the evidence of `feature_evidence`.

    Args:
        other_colour: share of the blocks compared that have another colour.
        otherwise: blocks drawn otherwise in the same colours, as a share of its drawn ones.
    """
    return OTHER_COLOUR * other_colour + OTHERWISE * otherwise


def borne_out(score: float, *, seen: float, exact: float) -> float:
    """Give the score of a match by its hash alone, after a look at the pixels where that is doubtful.

    Blurred, bleached and grey copies bear little out, but their hash leaves no doubt.

    Args:
        score: of `hash_score` or `panel_score`.
        seen: share of the reference's drawn blocks that are not covered.
        exact: share of these that agree closely.
    """
    if score >= DOUBTFUL:
        return score
    return min(score, evident(covered_evidence(seen=seen, exact=exact, other_colour=0.0)))


def less_what_is_redrawn(score: float, elsewhere: float) -> float:
    """Give the score of a match of which a share of the reference's ink, 0..1, stands in other places."""
    if elsewhere <= STRAY_INK:
        return score
    score = min(BEST_INEXACT, score)
    return evident(max(LEAST_EVIDENCE, math.log(score / (1 - score)) - REDRAWN * (elsewhere - STRAY_INK)))


def covered_evidence(*, seen: float, exact: float, other_colour: float) -> float:
    """Give the evidence, 0 for even, that a reference lies under what was laid over a picture.

    Args:
        seen: share of its drawn blocks that are not covered.
        exact: share of these that agree closely.
        other_colour: share of the blocks compared that have another colour.
    """
    return COVERED_EXACTLY * exact + COVERED_SEEN * seen - COVERED_COLOUR * other_colour - EVEN_COVERED


def evident(evidence: float) -> float:
    """Give the score for evidence from `feature_evidence` or `covered_evidence`."""
    return min(BEST_INEXACT, 1 / (1 + math.exp(-evidence)))
