"""Texts read from a listing's pictures, under field names of their own, and findings in them as image regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detectors.pictured_text.passages import PicturedPassage
from listings.finding import Finding, ImageRegion, TextSpan, UnreadableImage


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageText:
    """A passage with the SHA-256 (hex) of its image's bytes; boxes are in pixels of the upright original."""

    image: str
    passage: PicturedPassage


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedText:
    """What a listing's pictures say, and one note for each picture that could not be read (not clean).

    `passed_over` are digests of pictures that nobody tried to read, for lack of a reader.
    """

    texts: tuple[ImageText, ...] = ()
    notes: tuple[str, ...] = ()
    unreadable: tuple[UnreadableImage, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """Give the digests of the pictures whose words are not known, or not all of them."""
        return (*self.passed_over, *(image.digest for image in self.unreadable))

    @property
    def by_field(self) -> dict[str, ImageText]:
        """Give each text under the name of a field that no listing has."""
        return {f"image:{text.image}:{number}": text for number, text in enumerate(self.texts)}


def in_picture(finding: Finding, texts: Mapping[str, ImageText]) -> Finding:
    """Give the finding with what it quotes of `texts` (by field name) as image regions in place of spans."""
    regions = tuple(_region(span, texts[span.field]) for span in finding.spans if span.field in texts)
    spans = tuple(span for span in finding.spans if span.field not in texts)
    return replace(finding, spans=spans, regions=(*finding.regions, *regions)) if regions else finding


def _region(span: TextSpan, read: ImageText) -> ImageRegion:
    return ImageRegion(image=read.image, box=read.passage.region_of(span.start, span.end), text=span.text)
