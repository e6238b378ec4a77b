"""What we know of a platform: its hosts, the way notices reach it, its reason codes and how much a list may hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from listings.errors import InvalidInput


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Section):
    """A text in both languages."""

    vi: str
    en: str


class Platform(_Section):
    """One platform or authority.

    `most_items` bounds one list; a longer export is split. `reasons` maps our reason codes to the platform's.
    """

    name: str
    title: Title
    hosts: tuple[str, ...]
    channel: Title | None = None
    most_items: int | None = Field(default=None, ge=1)
    reasons: dict[str, str] = {}


def read_platform(file: Path) -> Platform:
    """Read one platform's file.

    Raises:
        InvalidInput: naming the file and what is wrong in it.
    """
    try:
        return Platform.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise InvalidInput(f"is no platform: {error}", where=str(file)) from error
