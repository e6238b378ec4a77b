"""What is done to a text before any tokenizer sees it."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "query:"
"""E5 was trained with one of two prefixes on every text; this is the one for comparing like with like."""
BAR: Final = "|"
"""What stands between title and description."""

_LONGEST_WORD = 2048


def clean(word: str) -> str:
    """Cut what no token could come from, and replace half characters, which tokenizers refuse.

    A page may hold a megabyte without a blank, and JSON from a shop may hold one half of a surrogate pair.
    """
    return word[:_LONGEST_WORD].encode("utf-8", "replace").decode("utf-8")
