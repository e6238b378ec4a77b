from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.pictured_text.passages import Box, PicturedLine, PicturedPassage, PicturedWord, around

boxes = st.tuples(*[st.integers(0, 999)] * 2, *[st.integers(1, 500)] * 2)
texts = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
words = st.builds(PicturedWord, text=texts, box=boxes, confidence=st.just(90.0))
passages = st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda lines: PicturedPassage(tuple(PicturedLine(tuple(line)) for line in lines))
)


def word(text: str, box: Box, confidence: float = 90.0) -> PicturedWord:
    return PicturedWord(text=text, box=box, confidence=confidence)


TWO_LINES = PicturedPassage(
    (
        PicturedLine((word("Chữa", (10, 10, 40, 20)), word("khỏi", (60, 12, 40, 18), 70.0))),
        PicturedLine((word("ung", (10, 40, 30, 20)), word("thư", (50, 40, 30, 20), 80.0))),
    )
)


def test_the_text_runs_on_over_the_lines() -> None:
    assert TWO_LINES.text == "Chữa khỏi ung thư"
    assert TWO_LINES.confidence == 82.5


@pytest.mark.parametrize(
    ("quoted", "box"),
    [
        ("Chữa", (10, 10, 40, 20)),
        ("hỏi", (60, 12, 40, 18)),
        ("khỏi ung", (10, 12, 90, 48)),
        ("ung thư", (10, 40, 70, 20)),
        (" ung ", (10, 40, 30, 20)),
    ],
)
def test_a_quoted_stretch_is_turned_into_a_region(quoted: str, box: Box) -> None:
    start = TWO_LINES.text.index(quoted)
    assert TWO_LINES.region_of(start, start + len(quoted)) == box


@pytest.mark.parametrize(("start", "end"), [(4, 5), (3, 3), (6, 2), (17, 40)])
def test_a_stretch_without_a_word_has_no_region(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="touch no word"):
        TWO_LINES.region_of(start, end)


@settings(deadline=None)
@given(passages, st.data())
def test_the_region_of_some_words_is_the_box_around_them(passage: PicturedPassage, data: st.DataObject) -> None:
    every = passage.words
    first = data.draw(st.integers(0, len(every) - 1))
    last = data.draw(st.integers(first, len(every) - 1))
    start = len(" ".join(each.text for each in every[:first])) + (first > 0)
    quoted = " ".join(each.text for each in every[first : last + 1])
    assert passage.text[start : start + len(quoted)] == quoted
    assert passage.region_of(start, start + len(quoted)) == around(each.box for each in every[first : last + 1])


@settings(deadline=None)
@given(passages, st.floats(0.001, 30), st.floats(0.001, 30), st.tuples(st.integers(1, 4000), st.integers(1, 4000)))
def test_scaled_boxes_lie_inside_the_picture(
    passage: PicturedPassage, across: float, down: float, size: tuple[int, int]
) -> None:
    scaled = passage.scaled(across, down, size)
    assert scaled.text == passage.text
    for each in scaled.words:
        x, y, width, height = each.box
        assert x >= 0
        assert y >= 0
        assert width > 0
        assert height > 0
        assert x + width <= size[0]
        assert y + height <= size[1]


def test_boxes_scale_with_the_picture() -> None:
    assert TWO_LINES.scaled(2, 3, (1000, 1000)).words[0].box == (20, 30, 80, 60)
