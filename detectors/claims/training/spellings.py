"""Respells texts as people do, letter for letter, so that the offsets of marked passages stay right.

The corpus holds each text once; sellers drop diacritics, shout, and put digits for letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random
from typing import Final

from detectors.claims.training.targets import Marked

_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "$"}
_LEET_SHARE: Final = 0.12
_MARKS = re.compile(r"[.,;!?]")


def respelled(marked: Marked, random: Random) -> Marked:
    """Give the text in another spelling, or (mostly) as it is."""
    change = _chosen(marked, random)
    if change is None:
        return marked
    return Marked(
        title=_kept_long(marked.title, change),
        description=_kept_long(marked.description, change),
        passages=marked.passages,
        also=marked.also,
        lang=marked.lang,
        family=marked.family,
        exact=marked.exact,
    )


def _chosen(marked: Marked, random: Random) -> Callable[[str], str] | None:
    """Choose a spelling. The shares are guesses at how often each is met; nothing was tuned on them."""
    changes: tuple[tuple[float, Callable[[str], str]], ...] = (
        (0.15 if marked.lang == "vi" else 0.0, bare),
        (0.04 if marked.lang == "vi" else 0.0, lambda text: _each(bare(text), str.lower)),
        (0.06, lambda text: _each(text, str.upper)),
        (0.10, lambda text: _each(text, str.lower)),
        (0.04, lambda text: _MARKS.sub(" ", text)),
        (0.04, lambda text: _leet(text, random)),
    )
    drawn = random.random()
    for share, change in changes:
        if drawn < share:
            return change
        drawn -= share
    return None


def bare(text: str) -> str:
    """Take the diacritics off composed letters; one letter stays one letter."""
    return "".join({"đ": "d", "Đ": "D"}.get(letter, unicodedata.normalize("NFD", letter)[0]) for letter in text)


def _each(text: str, change: Callable[[str], str]) -> str:
    return "".join(changed if len(changed := change(letter)) == 1 else letter for letter in text)


def _leet(text: str, random: Random) -> str:
    return "".join(_LEET[c] if c in _LEET and random.random() < _LEET_SHARE else c for c in text)


def _kept_long(text: str, change: Callable[[str], str]) -> str:
    changed = change(text)
    return changed if len(changed) == len(text) else text
