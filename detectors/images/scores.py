"""One scale for all stages: how sure one may be that picture and reference show the same, 0..1."""

from __future__ import annotations

import math

EXACT = 1.0
DEFAULT_THRESHOLD = 0.5
"""The one threshold: matches below it are not given."""
SURE = 0.97
"""From here on later, slower stages add nothing."""

# Of 1,801 pictures of other goods none had an evidence above 0.02; 92 % of changed copies lie above it, 90 % above 0.1.
EVEN = 0.08
STEEPNESS = 8.0
# 128 bits is the distance of unrelated pictures.
UNRELATED = 128
BEST_INEXACT = 0.99

# Weights of the evidence for a reference that was laid over a picture, and the evidence at which it is even.
VOTES = 2.2
BLOCKS = 1.1
SAME = 1.5
EXACTLY = 4.1
OTHER_COLOUR = 3.0
# Of 2,500 other pictures 11 matched at 12.7, 10 here, all of three pairs of look-alike drawings (decision 12).
EVEN_FEATURES = 13.25


def hash_score(same: float, distance: int) -> float:
    """Give the score for a share of agreeing blocks (0..1) at a distance in bits of 256.

    Either alone leaves look-alikes: outlines of white-ground pictures agree by chance at distances above 66, and
    distances of 32 to 66 hold both copies with text over them and other goods. Their difference parts the two.
    """
    evidence = same - distance / UNRELATED
    return min(BEST_INEXACT, 1 / (1 + math.exp(-STEEPNESS * (evidence - EVEN))))


def feature_evidence(*, votes: float, blocks: int, same: float, exact: float, other_colour: float) -> float:
    """Give the evidence, 0 for even, that a reference lies where it was laid over a picture.

    Any one of these leaves look-alikes: marks of one shape agree in many blocks but not in colour, words that share
    letters have many points in common but few blocks. The weights were fitted to 280 changed copies and to some 2,000
    places where a reference seemed to lie in 890 pictures of other marks and goods.

    Args:
        votes: weight of the local features that agree on where it lies.
        blocks: its drawn blocks that agree there.
        same: their share of its drawn blocks inside the picture.
        exact: share of those that agree closely.
        other_colour: share of the blocks compared that have another colour.
    """
    drawn = VOTES * math.log(1 + votes) + BLOCKS * math.log(1 + blocks) + SAME * same + EXACTLY * exact
    return drawn - OTHER_COLOUR * other_colour - EVEN_FEATURES


def feature_score(evidence: float) -> float:
    """Give the score for evidence from `feature_evidence`."""
    return min(BEST_INEXACT, 1 / (1 + math.exp(-evidence)))
