from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from listings.finding import TextSpan
from review_ui.presentation.highlight import Segment, segments


def _span(text: str, start: int, end: int) -> TextSpan:
    return TextSpan(field="title", start=start, end=end, text=text[start:end])


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-3, 63), st.integers(-3, 63)), max_size=6))
def test_segments_joined_are_the_text_and_marks_cover_the_spans(text: str, edges: list[tuple[int, int]]) -> None:
    spans = {number: (_span(text, start, end),) for number, (start, end) in enumerate(edges, start=1)}
    cut = segments(text, spans)
    assert "".join(part.text for part in cut) == text
    for number, (start, end) in enumerate(edges, start=1):
        marked = "".join(part.text for part in cut if number in part.findings)
        assert marked == (text[start:end] if 0 <= start < end <= len(text) else "")
        assert sum(number in part.begins for part in cut) == (1 if marked else 0)


def test_nested_and_overlapping_spans() -> None:
    cut = segments("abcdef", {1: (_span("abcdef", 0, 4),), 2: (_span("abcdef", 2, 6),)})
    assert cut == (Segment("ab", (1,), (1,)), Segment("cd", (1, 2), (2,)), Segment("ef", (2,), ()))


def test_a_span_that_misquotes_is_left_out() -> None:
    wrong = TextSpan(field="title", start=0, end=3, text="xyz")
    assert segments("abc", {1: (wrong,)}) == (Segment("abc"),)
