"""Tells stock disclaimers from claims: the embedding hears the disease in both."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from detectors.rules.phrases import FoldedWords, PhraseFinder

_FILE = Path(__file__).with_name("disclaimers.toml")


@cache
def _finders() -> tuple[PhraseFinder, PhraseFinder]:
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return PhraseFinder(given["denials"]), PhraseFinder(given["turns"])


def is_disclaimer(clause: FoldedWords) -> bool:
    """Say whether a clause denies an effect in a stock wording and does not turn round. It clears itself alone."""
    denials, turns = _finders()
    return denials.found_in(clause) and not turns.found_in(clause)
