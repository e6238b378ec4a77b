"""What crawling asks for and what comes back: pages wanted, pages kept, and why one could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from listings.alarm import Alarm
from listings.listing import FieldSource, Listing
from listings.usual_runs import UsualRuns

PageKind = Literal["index", "listing", "sitemap", "image", "unknown"]
"""`index` lists other pages; `unknown` becomes a listing or an index once it is read."""

PageState = Literal["read", "same", "unreadable", "gone", "refused", "banned"]
"""`same`: not modified. `gone`: 404 or 410. `refused`: the net guard said no. `banned`: robots.txt says no."""

UNREADABLE_REASONS = (
    "captcha", "login_wall", "blocked", "rate_limited", "server_error", "unreachable", "timed_out", "too_large",
    "truncated", "not_html", "no_listing", "broken_markup", "browser_missing",
    "image_too_large", "image_broken", "image_flat", "image_format",
)  # fmt: skip

Certainty = Literal["confirmed", "stated", "shown", "disputed"]
"""`confirmed`: two parts of the page say it. `stated`: its data alone do. `shown`: read from what a visitor sees alone.
`disputed`: parts of the page say different things, and a rule chose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """One row of the frontier: an address to fetch for a source. `id` is None until it is stored."""

    url: str
    kind: PageKind
    id: int | None = None
    depth: int = 0
    tries: int = 0
    render: bool = False
    priority: int = 0
    listing_id: int | None = None
    """For images: the stored listing they belong to."""
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """SHA-256 of the body as it was read last: an answer that is the same to the byte need not be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """What a server was asked, as it left us; `url` is where redirects ended. Keys and tokens are blanked.

    `redirects` are the answers that led there, the first one first.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An answer that sent us on to another address, and the request it answers. `cut`: there was more to its body."""

    request: SentRequest
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The raw answer of a server, kept as evidence. `body` is exactly what was received after transfer decoding.

    One thing is taken out: a key or token of ours that a service repeats (`crawlers/spiders/access.py`). `request` is
    None where we do not know what was sent: in what a person brought, and in what a browser rendered.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes
    media_type: str
    rendered: bool = False
    request: SentRequest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadListing:
    """A listing as extracted, with where each field came from and how sure it is."""

    listing: Listing
    sources: Mapping[str, FieldSource] = field(default_factory=dict)
    certainty: Mapping[str, Certainty] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """Everything one fetch led to. The store keeps it in a single transaction, so that a kill loses nothing."""

    page: WantedPage
    state: PageState
    reason: str | None = None
    capture: Capture | None = None
    listings: tuple[ReadListing, ...] = ()
    found: tuple[WantedPage, ...] = ()
    leads_to: tuple[WantedPage, ...] = ()
    """Of `found` what a service's answer alone leads to: wanted too when the answer is next time not modified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is watched: start addresses on a site, with a schedule (`every` or `cron`, or neither: by hand).

    `quiet_hours` ("22:00-06:00", or "none") goes before those of the workspace.
    """

    id: int
    name: str
    site: str
    start: tuple[str, ...]
    query: str | None = None
    every: timedelta | None = None
    cron: str | None = None
    paused: bool = False
    quiet_hours: str | None = None


RunFinish = Literal["complete", "stopped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did, as CONTRACT.md fixes it. `fields_missing` holds shares (0..1) of listings without the field.

    `pages_read` are the pages that were not kept from us, `dead_links` those that are not there and never were a
    listing's; `seconds` the time at work, without the time between a kill and the going on; `peak_memory` bytes, where
    it is known. `usual` tells of the complete runs before this one; it and `alarms` are there once the run has ended.
    """

    id: int
    source: str
    started: datetime
    ended: datetime | None
    finish: RunFinish | None
    pages: int
    listings: Mapping[str, int]
    unreadable: Mapping[str, int]
    fields_missing: Mapping[str, float]
    blocked: int
    retried: int
    bytes: int
    refused_addresses: int
    pages_read: int = 0
    dead_links: int = 0
    seconds: float = 0.0
    pages_per_second: float | None = None
    peak_memory: int | None = None
    usual: UsualRuns | None = None
    alarms: tuple[Alarm, ...] = ()

    @property
    def listings_seen(self) -> int:
        """Count the listings that were there."""
        return sum(count for state, count in self.listings.items() if state != "gone")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units of an ISO 4217 currency (None where the text does not say)."""

    amount: Decimal
    currency: str | None
