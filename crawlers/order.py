"""What a run is asked to do, and what it tells while it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    goes before the profile's. `limit` bounds the pages fetched, images not counted. `fetched_today` is what earlier
    runs have spent of the site's daily budget.
    """

    source: Source
    profile: SiteProfile
    now: datetime
    contact: str = ""
    delay: float | None = None
    limit: int | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: RobotsOverride | None = None
    fetched_today: int = 0


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
