"""Folds text for matching and keeps the way back into the original.

Sellers disguise words: diacritics dropped, digits for letters (`gi4m`), letters of other alphabets, zero-width
characters, spaced letters (`t.h.u.o.c`). Folding undoes all of it; the offsets stay, because evidence quotes the
original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters that look like a Latin letter but do not decompose to it: Latin extensions, Cyrillic, Greek, small capitals.
_LOOK_ALIKES = {
    "a": "аɑαᴀ", "b": "вьʙ", "c": "сϲᴄ", "d": "đðԁɗᴅ", "e": "еєεəᴇ", "g": "ɡɢ", "h": "һнħʜ", "i": "іıιɪ", "j": "јᴊ",
    "k": "кκᴋ", "l": "ӏłʟ", "m": "мᴍ", "n": "пηɴ", "o": "оοøσᴏ", "p": "рρᴘ", "q": "ԛ", "r": "гʀ", "s": "ѕꜱ",
    "t": "тτŧᴛ", "u": "υսᴜ", "v": "νѵᴠ", "w": "ԝωᴡ", "x": "хχ", "y": "уγʏ", "z": "ᴢ",
}  # fmt: skip
_LATIN = {alike: letter for letter, alikes in _LOOK_ALIKES.items() for alike in alikes}
_LEET = str.maketrans("013457@$", "oieastas")

# A leet run is short and stands between letters: `b12c` and `1299000d` are no words.
_LEET_RUN = re.compile(r"(?<=[a-z])[0-9@$]{1,2}(?=[a-z])")
_SPACED = re.compile(r"(?<![a-z0-9@$])[a-z](?:([ ._*·|~-])[a-z])(?:\1[a-z]){2,}(?![a-z0-9@$])")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with, for each of its characters, the index of the original character it came from."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original's offsets of a non-empty stretch `[start, end)` of the folded text."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text: no diacritics, no case, look-alikes, leet, zero-width and spaced letters undone."""
    pieces = list(map(fold_character, text))
    lengths = list(map(len, pieces))
    # Composed letters are one character each, which is most texts; a page's texts are folded many times over.
    one_each = lengths.count(1) == len(text)
    places = range(len(text)) if one_each else (place for place, length in enumerate(lengths) for _ in range(length))
    origin = array("L", places)
    folded = _LEET_RUN.sub(_unleet, "".join(pieces))
    return _join_spaced(folded, origin)


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Fold one character on its own; empty for marks and invisible characters."""
    while (folded := _fold_once(character)) != character:
        character = folded
    return folded


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_plain(c) for c in plain if unicodedata.category(c) not in {"Mn", "Me", "Cf"})


def _plain(character: str) -> str:
    if character == "\n":
        return character
    return " " if character.isspace() else _LATIN.get(character, character)


def _unleet(run: re.Match[str]) -> str:
    letters = run.group().translate(_LEET)
    return letters if letters.isalpha() else run.group()


def _join_spaced(text: str, origin: array[int]) -> Folded:
    joined: list[str] = []
    kept = array("L")
    done = 0
    for match in _SPACED.finditer(text):
        joined.append(text[done : match.start()])
        kept.extend(origin[done : match.start()])
        joined.append(text[match.start() : match.end() : 2])
        kept.extend(origin[match.start() : match.end() : 2])
        done = match.end()
    joined.append(text[done:])
    kept.extend(origin[done:])
    return Folded("".join(joined), kept)
