"""Reads the texts of the screen. A missing key is an error, never an empty or English place on the screen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from listings.wording import Language

_FOLDER = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Give all texts of a language by dotted key (`queue.heading`)."""
    given = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, group in given.items() for key, text in group.items()}


def text(language: Language, key: str, **values: object) -> str:
    """Give one text with its values filled in.

    Raises:
        KeyError: there is no such text, or a value that it names was not given.
    """
    return texts(language)[key].format_map(values) if values else texts(language)[key]


def name_of(language: Language, section: str, code: str) -> str:
    """Give the name of a code (category, signal, state ...), or the code itself where it has no name yet.

    Codes come from stored findings and reports, which may be newer than this screen.
    """
    return texts(language).get(f"{section}.{code}", code)
