"""Texts that people read, in Vietnamese and English. The two are equals: neither may be empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One statement in both languages."""

    vi: str
    en: str

    def in_language(self, language: Language) -> str:
        """Give the text for one language."""
        return self.vi if language == "vi" else self.en
