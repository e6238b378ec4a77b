"""Patterns of many phrases, tried only on texts that hold one of them: a regex walks through all at every letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Letters that a regex which ignores case takes for the plain ones, and that `lower` leaves as they are.
_ODD = {
    "İ": "i", "ı": "i", "ſ": "s", "ϵ": "ε", "ϑ": "θ", "\u0345": "ι", "\u1fbe": "ι", "ϰ": "κ", "ϖ": "π", "ϱ": "ρ",
    "ᲀ": "в", "ᲁ": "д", "ᲂ": "о", "ᲃ": "с", "ᲄ": "т", "ᲅ": "т", "ᲆ": "ъ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrases:
    """A pattern, and texts of which every match holds one, folded."""

    pattern: re.Pattern[str]
    held: tuple[str, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """Find the pattern anywhere."""
        return self.pattern.search(text) if self._may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """Find the pattern at the beginning."""
        return self.pattern.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Say whether the pattern is all there is."""
        return self.pattern.fullmatch(text)

    def _may_match(self, text: str) -> bool:
        lowered = _lowered(text)
        return any(phrase in lowered for phrase in self.held)


def phrases(pattern: str, held: Iterable[str]) -> Phrases:
    """Make a pattern that finds its phrases in any case."""
    return Phrases(re.compile(pattern, re.IGNORECASE), tuple(dict.fromkeys(map(folded, held))))


def folded(text: str) -> str:
    """Give a text in the one case in which texts are alike that a regex takes for alike."""
    if text.isascii():
        return text.lower()
    for odd, plain in _ODD.items():
        text = text.replace(odd, plain)
    # Last: at the end of a word `lower` writes it so itself.
    return text.lower().replace("ς", "σ")


@lru_cache(maxsize=4)
def _lowered(text: str) -> str:
    """Fold a text once: several patterns look at it in turn."""
    return folded(text)
