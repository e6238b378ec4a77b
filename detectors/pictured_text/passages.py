"""Words seen in a picture, and the passages that a reader would take for one statement each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels, as `listings.finding.ImageRegion` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedWord:
    """One word with its place in the picture; `confidence` is the reader's own, 0..100."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class PicturedLine:
    """Words side by side, left to right. Never empty."""

    words: tuple[PicturedWord, ...]

    @property
    def box(self) -> Box:
        """Give the box around the words."""
        return around(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class PicturedPassage:
    """Lines that belong together, top to bottom. Never empty."""

    lines: tuple[PicturedLine, ...]

    @property
    def words(self) -> tuple[PicturedWord, ...]:
        """Give the words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """Give the words with one blank between two: a statement goes on where a banner breaks its line."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """Give the mean confidence of the words, 0..100."""
        return sum(word.confidence for word in self.words) / len(self.words)

    def region_of(self, start: int, end: int) -> Box:
        """Give the box around every word that `text[start:end]` touches.

        Raises:
            ValueError: The stretch touches no word.
        """
        ends = accumulate(len(word.text) + 1 for word in self.words)
        touched = [
            word.box
            for word, after in zip(self.words, ends, strict=True)
            if after - 1 > start and after - 1 - len(word.text) < end and start < end
        ]
        if not touched:
            raise ValueError(f"characters {start} to {end} of {self.text!r} touch no word")
        return around(touched)

    def scaled(self, across: float, down: float, size: tuple[int, int]) -> PicturedPassage:
        """Give the passage with its boxes in another picture's pixels, inside that picture of (width, height)."""
        return PicturedPassage(
            tuple(
                PicturedLine(tuple(replace(word, box=_scaled(word.box, across, down, size)) for word in line.words))
                for line in self.lines
            )
        )


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest box around boxes, of which there is at least one."""
    sides: Sequence[tuple[int, int, int, int]] = [(x, y, x + w, y + h) for x, y, w, h in boxes]
    left, top = min(side[0] for side in sides), min(side[1] for side in sides)
    right, bottom = max(side[2] for side in sides), max(side[3] for side in sides)
    return left, top, right - left, bottom - top


def _scaled(box: Box, across: float, down: float, size: tuple[int, int]) -> Box:
    x, y = min(int(box[0] * across), size[0] - 1), min(int(box[1] * down), size[1] - 1)
    right = min(size[0], max(x + 1, round((box[0] + box[2]) * across)))
    bottom = min(size[1], max(y + 1, round((box[1] + box[3]) * down)))
    return x, y, right - x, bottom - y
