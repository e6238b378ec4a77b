"""Command lines as people type them, made into what the parser takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from listings.errors import InvalidInput

# Options that CONTRACT.md writes with several values behind one name (`--image F...`, `--start URL...`), and what a
# further value of each looks like. Other words are left for the positional arguments.
_FILES = frozenset({"--image", "--benign"})
_ADDRESSES = frozenset({"--start", "--url"})


def normal_arguments(given: Sequence[str]) -> list[str]:
    """Put `--workspace DIR` first wherever it stands, and repeat the names of options that were given many values."""
    workspace, rest = _take_workspace(list(given))
    return workspace + _repeat_names(rest)


def named(given: str) -> str:
    """Give a name back if it is one.

    Raises:
        InvalidInput: it is empty, or holds what nobody can see or type.
    """
    if not given.strip() or not given.isprintable():
        raise InvalidInput(f"{given!r} is no name", remedy="give one with letters or digits")
    return given


def _take_workspace(given: list[str]) -> tuple[list[str], list[str]]:
    for index, word in enumerate(given):
        if word == "--":
            break
        if word == "--workspace" and index + 1 < len(given):
            return given[index : index + 2], given[:index] + given[index + 2 :]
        if word.startswith("--workspace="):
            return ["--workspace", word.partition("=")[2]], given[:index] + given[index + 1 :]
    return [], given


def _repeat_names(given: Sequence[str]) -> list[str]:
    made: list[str] = []
    name, values = "", 0
    for word in given:
        if word.startswith("-"):
            name, values = (word if word in _FILES | _ADDRESSES else ""), 0
        elif name:
            if values and _continues(name, word):
                made.append(name)
            elif values:
                name = ""
            values += 1
        made.append(word)
    return made


def _continues(name: str, word: str) -> bool:
    return "://" in word if name in _ADDRESSES else Path(word).is_file()
