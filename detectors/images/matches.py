"""What matching works on and what it gives: a picture, its matches, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from detectors.images.decode import DecodedImage
from detectors.images.homography import Matrix
from detectors.images.reasons import MatchVerdict, match_reason
from detectors.images.reference_set import Reference
from detectors.images.views import PICTURE_PEELS, Box, View, views_of
from detectors.images.warping import Pyramid
from listings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A picture to be matched. `digest` is the SHA-256 (hex) of its bytes; `views` holds the views of each frame.

    `pyramids` holds each frame in smaller sizes, for all stages.
    """

    digest: str
    decoded: DecodedImage
    views: tuple[View, ...]
    pyramids: tuple[Pyramid, ...]

    @classmethod
    def of(cls, digest: str, decoded: DecodedImage) -> Self:
        """Hash the views of each frame."""
        return cls(
            digest=digest,
            decoded=decoded,
            views=tuple(
                view for number, frame in enumerate(decoded.frames) for view in views_of(frame, PICTURE_PEELS, number)
            ),
            pyramids=tuple(Pyramid(frame) for frame in decoded.frames),
        )

    def original_box(self, box: Box) -> Box:
        """Turn a box of a frame into one of the original, inside it."""
        height, width = self.decoded.pixels.shape[:2]
        across, down = self.decoded.width / width, self.decoded.height / height
        x, y = int(box[0] * across), int(box[1] * down)
        right, bottom = round((box[0] + box[2]) * across), round((box[1] + box[3]) * down)
        return x, y, right - x, bottom - y

    @property
    def size(self) -> tuple[int, int]:
        """Give width and height of the original, upright."""
        return self.decoded.width, self.decoded.height


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """Where a reference lies: the matrix from its unit square to the picture's frame of that number, in pixels."""

    frame: int
    matrix: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A reference found in a picture. `box` is in pixels of the upright original; for `score` see scores.py.

    `place` is None for the very same file.
    """

    reference: Reference
    verdict: MatchVerdict
    score: float
    stage: str
    box: Box
    place: Place | None = None

    @property
    def brand(self) -> str | None:
        """Give the reference's brand, None where it has none."""
        return self.reference.brand

    @property
    def reason(self) -> Wording:
        """Say in words what was seen, and no more."""
        return match_reason(self.verdict, self.brand)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageMatch:
    """The verdict on one picture: its matches, best first. Not `usable`: it could not be judged, `note` says why."""

    usable: bool
    note: Wording | None = None
    unreadable: str | None = None
    """The reason code, one of `listings.page.UNREADABLE_REASONS`."""
    matches: tuple[Match, ...] = ()


class Stage(Protocol):
    """A step of the cascade. Made once from the references, then asked picture by picture."""

    @property
    def name(self) -> str:
        """Give the stage's name, as `soi match` shows it."""

    def find(self, picture: Picture) -> tuple[Match, ...]:
        """Give what this stage sees in the picture: at most one match for each reference, in any order."""
