"""A workspace: the folder that holds one team's settings, brands, sites, rules, database and evidence."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from crawlers.schedule import Calendar, read_quiet_hours, read_zone
from listings.errors import Conflict, NotFound, StoreUnavailable
from monitor.settings import Settings, WorkspaceKind, read_settings

SETTINGS_FILE = "soi.toml"
FOLDERS = ("brands", "sites", "rules", "evidence", "locks")
WORKSPACE_VARIABLE = "SOI_WORKSPACE"

_TEMPLATE = """\
# Settings of this workspace. Every key may be left out; what stands here commented out is the default.

[workspace]
kind = "{kind}"        # authority, rights-holder or platform
# language = "vi"      # vi or en: the screen's first language
# countries = ["VN"]   # whose law applies and is cited: VN, US, EU, UK, or those of your own rules
# time_zone = "Asia/Ho_Chi_Minh"   # in which cron lines and quiet hours are meant

[database]
# url = ""             # postgresql+psycopg://user:password@host/name; SOI_DATABASE_URL goes first

[net]
# contact = ""         # an address or page where a site's owner reaches you; stands in the user agent
# allow_private = []   # private hosts that may be fetched, as "host" or "host:port"

[model]
# name = ""            # any SentenceTransformer by name or folder; empty: the packaged multilingual-e5-small

[review]
# lease = 600          # seconds a hit is held for the person who claimed it
# session = 43200      # seconds a sign-in lasts

[crawl]
# delay = 1.0          # seconds between two fetches from one host; empty: as the site's profile says
# quiet_hours = ""     # as "22:00-06:00": no scheduled run starts or goes on then; a source may have its own
# jitter = 0.05        # scheduled runs are put off by up to this share of their interval, always alike for a source

[sites]
# youtube.api_key = "" # keys of services, by site; better in the environment, as SOI_YOUTUBE_API_KEY (docs/sites.md)

[work]
# lease = 300          # seconds after which the job of a worker that fell silent is taken up by another
# tries = 3            # so often a job is tried
# retry_after = 600    # seconds until the second try; the third comes after twice as long
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace's folder with its settings as read."""

    folder: Path
    settings: Settings

    @property
    def database_url(self) -> str:
        """Give the database's address: the configured one, else SQLite in the folder."""
        return self.settings.database.url or f"sqlite:///{self.folder / 'soi.sqlite'}"

    @property
    def evidence(self) -> Path:
        """Give the folder of the sealed captures."""
        return self.folder / "evidence"

    @property
    def calendar(self) -> Calendar:
        """Give how this workspace keeps its times."""
        crawl = self.settings.crawl
        zone = read_zone(self.settings.workspace.time_zone)
        return Calendar(zone=zone, quiet=read_quiet_hours(crawl.quiet_hours), jitter=crawl.jitter)

    @property
    def own_head(self) -> Path:
        """Give the file of the claim head that this workspace trained; it need not be there."""
        return self.folder / "model" / "head.npz"


def create_workspace(folder: Path, kind: WorkspaceKind) -> Workspace:
    """Make a workspace.

    Raises:
        Conflict: there is one already.
        StoreUnavailable: the folder cannot be written.
    """
    if (folder / SETTINGS_FILE).exists():
        raise Conflict("is a workspace already", where=str(folder))
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / SETTINGS_FILE).write_text(_TEMPLATE.format(kind=kind), encoding="utf-8")
    except OSError as error:
        raise StoreUnavailable(f"cannot be written: {error.strerror}", where=str(folder)) from error
    return open_workspace(folder)


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace in a folder, making folders that went missing."""
    if not (folder / SETTINGS_FILE).is_file():
        raise NotFound("is no workspace", where=str(folder), remedy="make one with: soi init DIR")
    settings = read_settings(folder / SETTINGS_FILE)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    return Workspace(folder=folder, settings=settings)


def find_workspace() -> Workspace:
    """Open the workspace that `--workspace` or SOI_WORKSPACE names, else the one around the current folder."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return open_workspace(Path(named).resolve())
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise NotFound("the current folder is gone", remedy="go into another, or name --workspace DIR") from error
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return open_workspace(folder)
    raise NotFound(
        "is in no workspace",
        where=str(here),
        remedy="go into one, name it with --workspace DIR, or make one: soi init DIR",
    )
