"""Soi as it is shipped: the packaged model, the built-in rules, no brands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from benchmarks.claims.labelled import Answer, Labelled, Quote
from detectors.judge import Judge
from detectors.open import claim_head, encoder_for, open_judge
from detectors.rules.load import load_rules
from listings.finding import Verdict
from monitor.wiring import model_cache


class Soi:
    """Asks the judge what `soi check` would answer."""

    def __init__(self, judge: Judge, name: str, about: str) -> None:
        self._judge = judge
        self.name = name
        self.about = about

    @classmethod
    def opened(cls, model: Path | None = None) -> Self:
        """Open the judge with the packaged model.

        Raises:
            ToolMissing: The model has not been prepared.
        """
        judge = open_judge("", model or model_cache())
        return cls(judge, "Soi", judge.model)

    @classmethod
    def unscreened(cls, model: Path | None = None) -> Self:
        """Open it without the screens: every clause is read to the end, which costs time and should change nothing.

        Raises:
            ToolMissing: The model has not been prepared.
        """
        encoder = encoder_for("", model or model_cache())
        head = claim_head(encoder)
        every = replace(head, screen_from=np.full_like(head.screen_from, -np.inf))
        return cls(Judge(encoder, every, load_rules()), "Soi, all read to the end", "the same without its screens")

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
