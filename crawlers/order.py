"""What a run is asked to do, and what it tells while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.sites.keys import check_keys
from crawlers.sites.profile import SiteProfile
from listings.errors import InvalidInput
from listings.page import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsOverride:
    """Who sets robots.txt aside for a run, and why (law 5: overrides name both)."""

    who: str
    why: str

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.why.strip():
            raise InvalidInput("ignoring robots.txt needs a name and a reason", remedy="give --why TEXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """One run of one source.

    `contact` is an address or page where a site's owner reaches us; it stands in the user agent. `delay` (seconds)
    goes before the profile's. `limit` bounds the pages fetched, images not counted. `keys` are what the settings hold
    for the site.

    Raises:
        InvalidInput: the site needs a key that is not there, or would send it in the clear.
    """

    source: Source
    profile: SiteProfile
    now: datetime
    contact: str = ""
    delay: float | None = None
    limit: int | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: RobotsOverride | None = None
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        check_keys(self.profile, self.keys, self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a run stands: what has been settled so far, and the page that was settled last."""

    pages: int = 0
    listings: int = 0
    images: int = 0
    unreadable: int = 0
    postponed: int = 0
    refused: int = 0
    url: str = ""
