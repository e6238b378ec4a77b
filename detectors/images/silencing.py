"""Negative references: known-benign pictures, which silence what they explain at least as well."""

from __future__ import annotations

from collections.abc import Collection

from detectors.images.matches import Match
from detectors.images.views import covered

BENIGN_FOLDER = "benign"
"""Directly below a folder of references, or of one brand, it holds negative references."""
# Part of what matched that the negative reference must explain: a benign seal beside a brand's photo explains nothing.
EXPLAINED = 0.5


def heard(matches: Collection[Match]) -> list[Match]:
    """Give the matches with references proper, without those that a negative reference silences."""
    benign = [match for match in matches if match.reference.benign]
    return [m for m in matches if not m.reference.benign and not any(_silences(known, m) for known in benign)]


def settles(match: Match) -> bool:
    """Say whether a sure match makes later stages needless; beside a benign part anything may still stand."""
    return match.verdict == "copy" or (match.verdict == "contains" and not match.reference.benign)


def _silences(benign: Match, match: Match) -> bool:
    concerned = benign.brand is None or benign.brand == match.brand
    # Another colour of a benign picture is not that picture.
    like = benign.verdict != "variant" or match.verdict == "variant"
    return concerned and like and benign.score >= match.score and covered(benign.box, match.box) >= EXPLAINED
