"""A site's profile: what kind of site it is, where its listings are, at what pace we may read it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from listings.errors import InvalidInput

PROFILE_FILE = "profile.toml"

SiteKind = Literal["shop", "news", "social"]
Rendering = Literal["never", "when_needed", "always"]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"is no regular expression: {error}"
        raise ValueError(message) from error
    return pattern


Pattern = Annotated[str, Field(max_length=300), AfterValidator(_compiles)]
Sign = Annotated[str, Field(min_length=4, max_length=200)]


class _Section(BaseModel):
    """A section refuses unknown keys: a misspelt bound must not be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Discovery(_Section):
    """How to find listings. Patterns are searched in an address's path and query; `skip` goes first."""

    sitemap: bool = True
    listing: tuple[Pattern, ...] = ()
    index: tuple[Pattern, ...] = ()
    paging: tuple[Pattern, ...] = (r"[?&](page|trang|p)=\d+", r"/(page|trang)[/-]?\d+")
    skip: tuple[Pattern, ...] = ()


class Pace(_Section):
    """How politely: seconds between two fetches from one host, fetches at once, pages a day."""

    delay: float = Field(default=1.0, ge=0, le=600)
    concurrency: int = Field(default=2, ge=1, le=16)
    daily_budget: int = Field(default=5000, ge=1)


class Bounds(_Section):
    """Where a run ends on a site that does not: calendars and endless filters are infinite."""

    depth: int = Field(default=8, ge=0, le=100)
    pages: int = Field(default=5000, ge=1)
    images_per_listing: int = Field(default=12, ge=0, le=100)
    walls_in_a_row: int = Field(default=5, ge=1)


class Signs(_Section):
    """Words by which a page says it is a wall (`blocked`) or that the listing has been taken down (`removed`)."""

    blocked: tuple[Sign, ...] = ()
    removed: tuple[Sign, ...] = ()


class SiteProfile(_Section):
    """All that a run needs to know of a site. `rights` says on what ground its pages may be read."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{0,62}$")
    kind: SiteKind
    rights: str = Field(min_length=1)
    rendering: Rendering = "when_needed"
    discovery: Discovery = Discovery()
    pace: Pace = Pace()
    bounds: Bounds = Bounds()
    signs: Signs = Signs()


def read_profile(file: Path) -> SiteProfile:
    """Read one `profile.toml`.

    Raises:
        InvalidInput: naming the file and the first setting that is wrong.
    """
    try:
        return SiteProfile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"cannot be read: {error}", where=str(file)) from error
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"]) or "profile"
        raise InvalidInput(f"setting {setting}: {first['msg']}", where=str(file)) from error
