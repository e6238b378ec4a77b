"""Tells stock disclaimers from claims: the embedding hears the disease in both."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from detectors.rules.phrases import FoldedWords, PhraseFinder

_FILE = Path(__file__).with_name("disclaimers.toml")


@cache
def _finders() -> Mapping[str, PhraseFinder]:
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {kind: PhraseFinder(phrases) for kind, phrases in given.items()}


def is_disclaimer(clause: FoldedWords) -> bool:
    """Say whether a clause denies an effect, or says whose picture it is, in a stock wording and does not turn round.

    It clears itself alone.
    """
    said = {kind for kind, finder in _finders().items() if finder.found_in(clause)}
    if "turns" in said:
        return False
    return "denials" in said or ("pictures" in said and "copies" not in said)
