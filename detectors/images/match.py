"""The cascade: one picture in, its matches among the references out, best first."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from detectors.images.decode import open_image
from detectors.images.examination import Examination
from detectors.images.hashes import LEAST_QUALITY
from detectors.images.matches import ImageMatch, Match, Picture
from detectors.images.reasons import unusable_note
from detectors.images.reference_set import Reference, ReferenceSet
from detectors.images.scores import DEFAULT_THRESHOLD, SURE
from detectors.images.silencing import heard, settles
from detectors.images.stages.catalogue import STAGES
from listings.errors import Unreadable

# Part of every finding: raise it with any change that can change a verdict.
CASCADE_VERSION = "9"
# One banner on fifty references matches fifty times, and a look at each takes 25 to 80 ms: the best of a stage are
# examined, the others kept as they are.
MOST_EXAMINED = 8
# Half of what a reference needs: 2 of 100 pale goods on white, copied brighter, have less than that.
LEAST_DRAWN = LEAST_QUALITY // 2


class ImageMatcher:
    """Matches pictures against a reference set. Made once, asked often; keeps no picture."""

    def __init__(self, references: ReferenceSet) -> None:
        self.references = references
        self._stages = tuple(make(references) for make in STAGES)
        self._examination = Examination(references)

    @property
    def version(self) -> str:
        """Name the cascade and the references that a verdict depends on."""
        return f"{CASCADE_VERSION}-{self.references.version}"

    def match(self, content: bytes) -> ImageMatch:
        """Judge one picture's bytes; what cannot be judged is `usable=False` with its note, never an empty match."""
        try:
            picture = _picture(content)
        except Unreadable as error:
            return ImageMatch(usable=False, note=unusable_note(error), unreadable=error.reason)
        return ImageMatch(usable=True, matches=tuple(sorted(heard(self._found(picture)), key=_rank)))

    def _found(self, picture: Picture) -> Collection[Match]:
        found: dict[Reference, Match] = {}
        for stage in self._stages:
            for number, match in enumerate(sorted(stage.find(picture), key=_rank)):
                known = found.get(match.reference)
                if match.score < DEFAULT_THRESHOLD or (known is not None and match.score <= known.score):
                    continue
                closer = self._examination.of(picture, match) if number < MOST_EXAMINED else match
                if closer.score >= DEFAULT_THRESHOLD and (known is None or known.score < closer.score):
                    found[match.reference] = closer
            if any(match.score >= SURE and settles(match) for match in found.values()):
                break
        return found.values()


def _picture(content: bytes) -> Picture:
    return Picture.of(hashlib.sha256(content).hexdigest(), open_image(content, least_drawn=LEAST_DRAWN))


def _rank(match: Match) -> tuple[float, bool, str]:
    return -match.score, match.verdict == "variant", match.reference.path
