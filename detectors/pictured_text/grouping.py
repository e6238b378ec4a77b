"""Groups lines into passages by where they stand: looking for sparse text, tesseract makes each line its own block."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.pictured_text.passages import PicturedLine, PicturedPassage

# In heights of the higher word: a blank is a third of a height, and columns lie further apart.
WIDEST_BLANK = 1.2
# In heights of the lower line.
DEEPEST_GAP = 1.0
# A line without ascenders has half the box of one with stacked diacritics; headline and small print differ by more.
MOST_UNEQUAL = 2.2
LEAST_SHARED = 0.3
# One stray "OK" or "XL" states nothing: at least two words that have two letters each.
FEWEST_WORDS = 2
FEWEST_LETTERS = 2
# Leaves, folds and shelves give "Sa về" at 64 to 76 on average, banners lie above 85 (412 photographs and drawings).
LEAST_CONFIDENCE = 75.0


def passages_of(lines: Sequence[PicturedLine]) -> list[PicturedPassage]:
    """Give the passages that state something, top to bottom. Quadratic in the lines, which `tsv.MOST_WORDS` bounds."""
    passages: list[list[PicturedLine]] = []
    for line in sorted(_rows(lines), key=lambda line: (line.box[1], line.box[0])):
        above = next((passage for passage in reversed(passages) if _goes_on(passage[-1], line)), None)
        if above is None:
            passages.append([line])
        else:
            above.append(line)
    grouped = (PicturedPassage(tuple(passage)) for passage in passages)
    return [passage for passage in grouped if states_something(passage)]


def states_something(passage: PicturedPassage) -> bool:
    """Say whether a passage has enough letters, surely enough read, to state anything."""
    letters = [sum(character.isalpha() for character in word.text) for word in passage.words]
    worded = sum(count >= FEWEST_LETTERS for count in letters)
    return worded >= FEWEST_WORDS and passage.confidence >= LEAST_CONFIDENCE


def _rows(lines: Sequence[PicturedLine]) -> list[PicturedLine]:
    """Join pieces of one line that a wide blank, or a word not read, has parted."""
    rows: list[PicturedLine] = []
    for line in sorted(lines, key=lambda line: line.box[0]):
        place = next((n for n, row in enumerate(rows) if _beside(row, line)), None)
        if place is None:
            rows.append(line)
        else:
            rows[place] = PicturedLine(rows[place].words + line.words)
    return rows


def _beside(left: PicturedLine, right: PicturedLine) -> bool:
    # The last word's box, because a slanting line's own box is higher than its letters.
    a, b = left.words[-1].box, right.words[0].box
    low, high = sorted((a[3], b[3]))
    shared = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return shared >= low / 2 and -low / 2 <= b[0] - (a[0] + a[2]) <= WIDEST_BLANK * high


def _goes_on(above: PicturedLine, below: PicturedLine) -> bool:
    a, b = above.box, below.box
    low, high = sorted((a[3], b[3]))
    gap = b[1] - (a[1] + a[3])
    shared = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    # Slanting lines overlap from top to bottom; two lines side by side do so by more than half.
    near = -low / 2 <= gap <= DEEPEST_GAP * low
    return near and high <= MOST_UNEQUAL * low and shared >= LEAST_SHARED * min(a[2], b[2])
