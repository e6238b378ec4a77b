"""What is done to a text before any tokenizer sees it."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 128
"""Tokens a text is cut to, marks and prefix included: clauses are short."""
PREFIX: Final = "query: "
"""E5 was trained with one of two prefixes on every text; this is the one for comparing like with like."""

# No piece is longer than 16 characters; the rest is room for runs of blanks, which make no token.
_CHARACTERS_A_TOKEN = 32


def clean(text: str, longest: int = LONGEST) -> str:
    """Cut what no token could come from, and replace half characters, which tokenizers refuse.

    A page may hold a megabyte without a full stop, and JSON from a shop may hold one half of a surrogate pair.
    """
    return text[: longest * _CHARACTERS_A_TOKEN].encode("utf-8", "replace").decode("utf-8")
