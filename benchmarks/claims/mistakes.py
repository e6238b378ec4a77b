"""Lists what a system missed and what it flagged wrongly, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.claims.counts import is_quoted
from benchmarks.claims.labelled import Answer, Labelled


def mistakes(listings: Sequence[Labelled], answers: Sequence[Answer]) -> Iterator[str]:
    """Give missed listings, false alarms, then right flags with another category or quote, each as lines of text."""
    pairs = list(zip(listings, answers, strict=True))
    yield from _titled("missed", [pair for pair in pairs if pair[0].violating and not pair[1].flagged])
    alarms = [pair for pair in pairs if pair[1].flagged and not pair[0].violating]
    yield from _titled("flagged though clean", sorted(alarms, key=lambda pair: -pair[1].score))
    yield from _titled("flagged for something else", [pair for pair in pairs if _elsewhere(*pair)])


def _elsewhere(labelled: Labelled, answer: Answer) -> bool:
    """Say whether a violating listing was flagged, but a category was not named or its passage not quoted."""
    if not (labelled.violating and answer.flagged):
        return False
    return any(
        category not in answer.categories or not is_quoted(category, labelled, answer)
        for category in labelled.categories
    )


def _titled(title: str, pairs: Sequence[tuple[Labelled, Answer]]) -> Iterator[str]:
    yield f"## {title}: {len(pairs)}"
    for labelled, answer in pairs:
        yield ""
        yield f"{labelled.id} ({labelled.lang}, {labelled.style}, {labelled.product}), score {answer.score:.2f}"
        yield f"  text: {' / '.join(labelled.text.split(chr(10)))}"
        yield from (f"  marked: {label.category}: {label.text}" for label in labelled.labels)
        yield from (f"  said: {quote.category}: {quote.text}" for quote in answer.quotes)
    yield ""
