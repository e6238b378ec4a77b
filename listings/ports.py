"""What the rooms need of one another, as protocols. `monitor/wiring.py` hands out what fulfils them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from listings.brand import Brand
from listings.capturing import CaptureReceipt
from listings.decided import DecidedListing
from listings.finding import Verdict
from listings.flood import SetAside
from listings.page import PageOutcome, WantedPage
from listings.subject import Subject
from listings.wording import Wording


class Frontier(Protocol):
    """A run's pages to fetch, kept in SQL so that a kill loses none (scrapy #7978: JOBDIR does)."""

    def offer(self, pages: Iterable[WantedPage]) -> int:
        """Add addresses not yet known to the run; give how many were new."""

    def take(self, limit: int) -> Sequence[WantedPage]:
        """Hand out up to `limit` pages that are due, by priority, and mark them in flight."""

    def postpone(self, page: WantedPage, until: datetime, reason: str) -> None:
        """Put a page back (Retry-After, a passing fault); its `tries` goes up by one."""

    def give_back(self, pages: Sequence[WantedPage]) -> None:
        """Put pages back that were taken and never asked for; their `tries` stay."""

    def offer_known(self, most: int) -> Sequence[WantedPage]:
        """Add up to `most` pages that earlier runs of the source know, those that are due first; give them."""

    def fetched_today(self, host: str) -> int:
        """Say how many pages all runs have fetched from a host today (UTC), pictures and sitemaps not counted."""

    def next_due(self) -> datetime | None:
        """Say when the next waiting page is due, or None when nothing waits."""


class ListingSink(Protocol):
    """Where a spider puts what it fetched."""

    def keep(self, outcome: PageOutcome) -> None:
        """Store capture, listings, new addresses and the page's end state in one transaction."""

    def keep_all(self, outcomes: Sequence[PageOutcome]) -> None:
        """Store several outcomes in one transaction: all of them, or none."""


class AddressGuard(Protocol):
    """The net guard: the one way out of the house."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Give the public addresses of a host, or raise AddressRefused. Callers connect to these and no others."""


class Judge(Protocol):
    """Judges listings without network or database."""

    @property
    def version(self) -> str:
        """Name the rules, models and references that a verdict depends on."""

    @property
    def notice(self) -> Wording | None:
        """Say what was not looked at since the judge was made, and what to do; None where all was."""

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        """Give one verdict per subject, in order."""

    def setting_aside(self, aside: SetAside) -> Judge:
        """Give the same judge for whom matches with these references have no effect."""


class BrandShelf(Protocol):
    """Gives the brands with their reference pictures."""

    def brands(self) -> Sequence[Brand]:
        """Give all brands."""

    def reference_bytes(self, digest: str) -> bytes:
        """Give the bytes of a reference picture."""


class DecidedListings(Protocol):
    """Gives what people have decided, to learn from."""

    def examples(self) -> Iterator[DecidedListing]:
        """Give one example per listing text, by its latest decision, in an order that is always the same."""


class CaptureStep(Protocol):
    """Takes in a page that a person captured in their browser, and gives the extension that does it."""

    def __call__(self, sent: bytes, user: str) -> CaptureReceipt:
        """Keep the page as evidence and read it; raise InvalidInput when it is no capture."""

    def extension(self) -> bytes:
        """Give the extension as a ZIP."""
