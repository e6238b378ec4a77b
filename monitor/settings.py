"""A workspace's settings, read from `soi.toml`; the environment goes first."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from crawlers.schedule import HOME_NAME, read_quiet_hours, read_zone
from listings.errors import InvalidInput
from listings.wording import Language

# Beyond a year a date overflows or a lease never ends; below nothing it would have ended before it began.
Length = Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(days=366))]
# As rules name them: ISO 3166 for states, EU for the Union, UK for the United Kingdom.
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
WorkspaceKind = Literal["authority", "rights-holder", "platform"]


def _checked(read: Callable[[str], object]) -> Callable[[str], str]:
    def check(given: str) -> str:
        try:
            read(given)
        except InvalidInput as error:
            raise ValueError(str(error)) from error
        return given

    return check


ZoneName = Annotated[str, AfterValidator(_checked(read_zone))]
Window = Annotated[str, AfterValidator(_checked(read_quiet_hours))]


class _Section(BaseModel):
    """A section refuses unknown keys: a misspelt setting must not be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkspaceSection(_Section):
    """Who works here, in which language the screens start, whose law applies, in which zone schedules are meant."""

    kind: WorkspaceKind = "authority"
    language: Language = "vi"
    countries: Annotated[tuple[Country, ...], Field(min_length=1)] = ("VN",)
    time_zone: ZoneName = HOME_NAME


class DatabaseSection(_Section):
    """Where the tables are: empty for SQLite in the workspace, else a `postgresql://` address."""

    url: str = ""
    busy_timeout: Length = timedelta(seconds=30)


class NetSection(_Section):
    """How we go out. `contact` stands in the user agent, so that a site's owner can reach us."""

    contact: str = ""
    allow_private: tuple[str, ...] = ()


class ModelSection(_Section):
    """Which text model judges claims: empty for the packaged one, else any SentenceTransformer's name or folder."""

    name: str = ""


class ReviewSection(_Section):
    """How reviewing goes. Ten minutes a lease: long enough to read, short enough that a lunch frees the hit."""

    lease: Length = timedelta(minutes=10)
    session: Length = timedelta(hours=12)


class CrawlSection(_Section):
    """Bounds of a run, and when none may be: `jitter` is the largest share of an interval a run is put off by."""

    delay: float | None = Field(default=None, ge=0, le=600)
    lease: Length = timedelta(minutes=2)
    quiet_hours: Window = ""
    jitter: float = Field(default=0.05, ge=0, le=0.5)


class WorkSection(_Section):
    """How the worker does jobs. The lease is longer than a run's: who takes a job up finds its run free.

    A job is tried so many times; after the first failure again in `retry_after`, then in twice that, and so on.
    """

    lease: Length = timedelta(minutes=5)
    tries: int = Field(default=3, ge=1, le=20)
    retry_after: Length = timedelta(minutes=10)


class Settings(_Section):
    """All of `soi.toml`. `sites` holds, by site, the keys by which services let us in."""

    workspace: WorkspaceSection = WorkspaceSection()
    database: DatabaseSection = DatabaseSection()
    net: NetSection = NetSection()
    model: ModelSection = ModelSection()
    review: ReviewSection = ReviewSection()
    crawl: CrawlSection = CrawlSection()
    work: WorkSection = WorkSection()
    sites: Mapping[str, Mapping[str, SecretStr]] = Field(default_factory=dict)

    def site_keys(self, site: str) -> Mapping[str, str]:
        """Give what the file holds of a site's keys, in plain text."""
        return {name: key.get_secret_value() for name, key in self.sites.get(site, {}).items()}


def read_settings(file: Path) -> Settings:
    """Read a settings file.

    Raises:
        InvalidInput: naming the file and the first setting that is wrong.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        settings = Settings.model_validate(given)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"is not TOML: {error}", where=str(file)) from error
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"setting {setting}: {first['msg']}", where=str(file)) from error
    return _with_environment(settings)


def _with_environment(settings: Settings) -> Settings:
    url = os.environ.get("SOI_DATABASE_URL")
    if not url:
        return settings
    return settings.model_copy(update={"database": settings.database.model_copy(update={"url": url})})
