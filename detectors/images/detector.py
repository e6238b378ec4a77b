"""Findings on a listing's pictures: which of them repeat an official picture of a brand."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from detectors.images.match import ImageMatcher
from detectors.images.matches import Match
from listings.finding import Finding, FindingKind, ImageRegion, UnreadableImage
from listings.subject import Subject, SubjectImage

DETECTOR = "images"
RULE = "official-photo"
RULE_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFindings:
    """What a listing's pictures gave: signals, and one note for each picture that could not be judged (not clean).

    `aside` are matches with references that were set aside: the same findings, of the kind without effect.
    """

    findings: tuple[Finding, ...]
    aside: tuple[Finding, ...]
    notes: tuple[str, ...]
    unreadable: tuple[UnreadableImage, ...]


def find_images(subject: Subject, matcher: ImageMatcher, aside: Container[str] = ()) -> ImageFindings:
    """Compare each picture of the listing with the references.

    A picture gives one signal `official_photo`, for its best match: the same photograph may stand among a brand's
    references in several colours, and one reuse is one signal. `aside` holds the SHA-256 of references without effect:
    they give way to every other that matches too.
    """
    findings: list[Finding] = []
    without_effect: list[Finding] = []
    notes: list[str] = []
    unreadable: list[UnreadableImage] = []
    for number, image in enumerate(subject.images, start=1):
        found = matcher.match(image.content)
        if found.note is not None:
            notes.append(f"Ảnh {number}: {found.note.vi} / Image {number}: {found.note.en}")
        if found.unreadable is not None:
            unreadable.append(UnreadableImage(digest=image.digest, reason=found.unreadable))
        counting = [match for match in found.matches if match.reference.digest not in aside]
        if counting:
            findings.append(_finding(image, counting[0], matcher.version, "signal"))
        elif found.matches:
            without_effect.append(_finding(image, found.matches[0], matcher.version, "shadow"))
    return ImageFindings(
        findings=tuple(findings), aside=tuple(without_effect), notes=tuple(notes), unreadable=tuple(unreadable)
    )


def _finding(image: SubjectImage, best: Match, version: str, kind: FindingKind) -> Finding:
    return Finding(
        detector=DETECTOR,
        kind=kind,
        category="official_photo",
        rule=RULE,
        rule_version=RULE_VERSION,
        model=version,
        score=best.score,
        reason=best.reason,
        regions=(_region(image, best),),
    )


def _region(image: SubjectImage, match: Match) -> ImageRegion:
    return ImageRegion(
        image=image.digest,
        box=match.box,
        reference=match.reference.digest,
        brand=match.brand or "",
        verdict=match.verdict,
        stage=match.stage,
    )
