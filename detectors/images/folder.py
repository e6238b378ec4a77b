"""Matches files against a folder of references: what `soi match` prints."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from detectors.images.match import ImageMatcher
from detectors.images.matches import ImageMatch, Match
from detectors.images.picture_file import REFERENCES, read_picture, read_reference
from detectors.images.reference_set import ReferencePicture, ReferenceSet
from detectors.images.silencing import BENIGN_FOLDER
from listings.errors import InvalidInput, NotFound, SoiError

logger = logging.getLogger(__name__)


def match_folder(references: Path, images: Iterable[Path]) -> Iterator[dict[str, object]]:
    """Give one verdict for each image, in order, as CONTRACT.md fixes it for `soi match`.

    Args:
        references: image files anywhere below it; a first-level folder, if any, is the brand. What lies in `benign/` is
            known to prove nothing and silences matches: those of one brand, or of all where it is a first-level folder.
        images: files to judge; one that cannot be read is a verdict with `usable: false`, and the rest go on.

    Raises:
        NotFound: no usable reference lies below the folder.
    """
    matcher = ImageMatcher(reference_folder(references))
    for image in images:
        yield _verdict(image, matcher)


def reference_folder(folder: Path) -> ReferenceSet:
    """Read the references below a folder; what is refused or merged is logged with its reason.

    Raises:
        NotFound: no usable reference lies below the folder.
    """
    built = ReferenceSet.build(_pictures(folder))
    for refused in built.refused:
        logger.warning("%s: cannot be a reference: %s (%s)", refused.path, refused.what, refused.reason)
    for merged in built.merged:
        logger.info("%s: repeats %s and counts as it", merged.path, merged.kept)
    if all(reference.benign for reference in built.references):
        raise NotFound(
            "holds no usable reference picture", where=str(folder), remedy="add JPEG, PNG, WebP, GIF or AVIF"
        )
    return built


def _pictures(folder: Path) -> Iterator[ReferencePicture]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inner = path.relative_to(folder)
        if path.suffix.lower() not in REFERENCES:
            continue
        try:
            content = read_reference(path)
        except SoiError as error:
            logger.warning("%s: cannot be a reference: %s", inner, error)
            continue
        folders = inner.parts[:-1][:2]
        yield ReferencePicture(
            path=inner.as_posix(),
            brand=folders[0] if folders and folders[0] != BENIGN_FOLDER else None,
            product=None,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            benign=BENIGN_FOLDER in folders,
        )


def _verdict(image: Path, matcher: ImageMatcher) -> dict[str, object]:
    try:
        found = matcher.match(read_picture(image))
    except InvalidInput as error:
        return {"image": str(image), "usable": False, "matches": [], "note": str(error)}
    return {"image": str(image), **verdict_json(found)}


def verdict_json(found: ImageMatch) -> dict[str, object]:
    """Give a verdict as JSON values, without the image's name."""
    return {
        "usable": found.usable,
        "matches": [_match_json(match) for match in found.matches],
        "note": found.note.en if found.note else "",
    }


def _match_json(match: Match) -> dict[str, object]:
    return {
        "reference": match.reference.path,
        "brand": match.brand or "",
        "verdict": match.verdict,
        "score": round(match.score, 4),
        "stage": match.stage,
        "box": list(match.box),
        "reason": {"vi": match.reason.vi, "en": match.reason.en},
    }
