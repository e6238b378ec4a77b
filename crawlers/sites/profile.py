"""A site's profile: what kind of site it is, where its listings are, at what pace we may read it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from listings.errors import InvalidInput
from listings.wording import Wording

PROFILE_FILE = "profile.toml"

SiteKind = Literal["shop", "news", "social"]
Rendering = Literal["never", "when_needed", "always"]
RobotsGround = Literal["obeyed", "terms"]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"is no regular expression: {error}"
        raise ValueError(message) from error
    return pattern


Pattern = Annotated[str, Field(max_length=300), AfterValidator(_compiles)]
Sign = Annotated[str, Field(min_length=4, max_length=200)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,62}$")]


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
    """Where a run ends on a site that does not: calendars and endless filters are infinite.

    Fewer listings than `fewest_listings`, or more than `most_listings`, raise an alarm and change nothing else.
    """

    depth: int = Field(default=8, ge=0, le=100)
    pages: int = Field(default=5000, ge=1)
    images_per_listing: int = Field(default=12, ge=0, le=100)
    walls_in_a_row: int = Field(default=5, ge=1)
    fewest_listings: int | None = Field(default=None, ge=0)
    most_listings: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        fewest, most = self.fewest_listings, self.most_listings
        if fewest is not None and most is not None and fewest > most:
            raise ValueError("fewest_listings is more than most_listings")
        return self


Share = Annotated[float, Field(ge=0, le=1)]


class Fields(_Section):
    """The least share of listings that must have a field; below it a run raises an alarm."""

    title: Share | None = None
    description: Share | None = None
    price: Share | None = None
    currency: Share | None = None
    seller: Share | None = None
    images: Share | None = None


class Signs(_Section):
    """Words by which a page says it is a wall (`blocked`) or that the listing has been taken down (`removed`)."""

    blocked: tuple[Sign, ...] = ()
    removed: tuple[Sign, ...] = ()


class Api(_Section):
    """How a site is read through its API.

    `base` is where it answers when a source names no address. `keys` and `optional_keys` name what the settings hold
    for it, never the keys themselves. `robots` is `terms` where a service lets us in by a key of our own: its terms
    say what may be fetched, and its robots.txt speaks to those who come without one.
    """

    base: str = Field(default="", pattern=r"^(https://.+)?$")
    keys: tuple[Name, ...] = ()
    optional_keys: tuple[Name, ...] = ()
    robots: RobotsGround = "obeyed"

    @model_validator(mode="after")
    def _only_by_key(self) -> Self:
        if self.robots == "terms" and not self.keys:
            raise ValueError("robots.txt is set aside only where a key was given to us: name it under keys")
        return self


class SiteProfile(_Section):
    """All that a run needs to know of a site. `rights` says on what ground its pages may be read.

    `pages` names the site of Soi whose pages module reads the answers; without one every page is read the same way.
    """

    name: Name
    kind: SiteKind
    rights: str = Field(min_length=1)
    pages: Name | None = None
    rendering: Rendering = "when_needed"
    discovery: Discovery = Discovery()
    pace: Pace = Pace()
    bounds: Bounds = Bounds()
    fields: Fields = Fields()
    signs: Signs = Signs()
    api: Api = Api()


def read_profile(file: Path) -> SiteProfile:
    """Read one `profile.toml`.

    Raises:
        InvalidInput: naming the file and the first setting that is wrong.
    """
    try:
        return SiteProfile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Wording("không đọc được hồ sơ trang", f"cannot be read: {error}"), where=str(file)
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"]) or "profile"
        what = Wording(f"mục {setting} sai hoặc còn thiếu", f"setting {setting}: {first['msg']}")
        raise InvalidInput(what, where=str(file)) from error
