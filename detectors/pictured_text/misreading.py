"""Tells a name that somebody wrote in disguise from one that was only read wrong."""

from __future__ import annotations

import re

# Of 240 names drawn plainly, nine were read as disguises (C0RDELLE, BRENWIGK, Oskelín), with a confidence of up to 92,
# as high as V3lora drawn so. What was never taken for a letter is a 3, 4, 7 or sign amid letters.
_WRITTEN_SO = re.compile(r"[^\W\d_][347@$€*][^\W\d_]")


def is_written_so(word: str) -> bool:
    """Say whether the disguise of a word read in a picture is one that reading does not make."""
    return bool(_WRITTEN_SO.search(word))
