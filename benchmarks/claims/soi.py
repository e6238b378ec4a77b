"""Soi as it is shipped: the packaged model, the built-in rules, no brands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from benchmarks.claims.labelled import Answer, Labelled, Quote
from detectors.open import open_judge
from listings.finding import Verdict
from listings.ports import Judge
from monitor.wiring import model_cache


class Soi:
    """Asks the judge what `soi check` would answer."""

    name = "Soi"

    def __init__(self, judge: Judge, about: str) -> None:
        self._judge = judge
        self.about = about

    @classmethod
    def opened(cls, model: Path | None = None) -> Self:
        """Open the judge with the packaged model.

        Raises:
            ToolMissing: The model has not been prepared.
        """
        judge = open_judge("", model or model_cache())
        return cls(judge, judge.model)

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        """Give one answer per listing: its labels with their evidence. Signals queue nothing and do not count."""
        return [_answer(verdict) for verdict in self._judge.judge([labelled.subject for labelled in listings])]


def _answer(verdict: Verdict) -> Answer:
    quotes = [
        Quote(category=finding.category, text=text)
        for finding in verdict.labels
        for text in ([span.text for span in finding.spans] or [""])
    ]
    return Answer(score=max((finding.score for finding in verdict.labels), default=0.0), quotes=tuple(quotes))
