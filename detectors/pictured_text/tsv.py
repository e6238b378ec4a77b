"""Reads tesseract's TSV: one row a word, with its place in block, paragraph and line."""

from __future__ import annotations

import math
from collections.abc import Iterator

from detectors.pictured_text.passages import PicturedLine, PicturedWord

_COLUMNS = 12
_WORD_LEVEL = "5"
# Right words lie at 85 to 97; shadows, textures and outlines taken for letters lie below 60, as a rule below 50.
LEAST_CONFIDENCE = 60.0
# An infographic holds some 200 words. More is a texture, or a picture made to keep us busy.
MOST_WORDS = 1000


def lines_of(tsv: str) -> list[PicturedLine]:
    """Give the lines of words that were read with some confidence, as tesseract parts them.

    Signs that stand alone are passed over (edges and folds are read as `|`, `/` and `~`, at any confidence), and so are
    rows that are no words, or not in the form that tesseract writes.
    """
    lines: dict[tuple[str, ...], list[PicturedWord]] = {}
    for count, (place, word) in enumerate(_words(tsv)):
        if count == MOST_WORDS:
            break
        lines.setdefault(place, []).append(word)
    return [PicturedLine(tuple(words)) for words in lines.values()]


def _words(tsv: str) -> Iterator[tuple[tuple[str, ...], PicturedWord]]:
    # Not splitlines: a word may hold U+2028 or U+0085, which are no ends of rows.
    for row in tsv.split("\n"):
        cells = row.rstrip("\r").split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL:
            word = _word(cells)
            if word is not None:
                yield tuple(cells[1:5]), word


def _word(cells: list[str]) -> PicturedWord | None:
    text = "".join(cells[11].split())
    readable = text == "%" or any(character.isalnum() for character in text)
    try:
        x, y, width, height = (int(cell) for cell in cells[6:10])
        confidence = float(cells[10])
    except ValueError:
        return None
    inside = x >= 0 and y >= 0 and width > 0 and height > 0
    if not readable or not inside or not math.isfinite(confidence) or confidence < LEAST_CONFIDENCE:
        return None
    return PicturedWord(text=text, box=(x, y, width, height), confidence=confidence)
