"""Cuts a text where findings begin and end, so that every quoted stretch can be marked, overlaps included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from listings.finding import TextSpan


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the numbers of the findings that quote it; `begins` are those that start here."""

    text: str
    findings: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def segments(text: str, spans: Mapping[int, Sequence[TextSpan]]) -> tuple[Segment, ...]:
    """Cut a text at the borders of its spans. The segments joined are the text again.

    Args:
        text: The field's text.
        spans: The spans of each finding in this field, by the finding's number on the screen.
            A span that does not quote the text exactly is left out: a wrong mark is worse than none.
    """
    fitting = [(number, span) for number, all_spans in spans.items() for span in all_spans if quotes(text, span)]
    borders = sorted({0, len(text)} | {edge for _, span in fitting for edge in (span.start, span.end)})
    return tuple(_segment(text, start, end, fitting) for start, end in pairwise(borders))


def quotes(text: str, span: TextSpan) -> bool:
    """Say whether the span is a stretch of this text, word for word."""
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text


def _segment(text: str, start: int, end: int, spans: Sequence[tuple[int, TextSpan]]) -> Segment:
    over = [(number, span) for number, span in spans if span.start <= start and end <= span.end]
    return Segment(
        text=text[start:end],
        findings=tuple(sorted({number for number, _ in over})),
        begins=tuple(sorted({number for number, span in over if span.start == start})),
    )
