"""A page at its end, with what came of it on the way into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from listings.listing import Listing
from listings.page import PageOutcome
from store.addresses import address_of
from store.models.crawling import PageRow
from store.models.evidence import CaptureRow
from store.records import KeptListing
from store.versions import Origin

_NOT_YET = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class EndedPage:
    """`at` is when it was fetched; `kept` what its listings became."""

    row: PageRow
    outcome: PageOutcome
    capture: CaptureRow | None = None
    at: datetime = _NOT_YET
    kept: list[tuple[KeptListing, Listing]] = field(default_factory=list)

    def origin(self, run_id: int) -> Origin:
        """Give what the page's listings are read from."""
        capture_id = self.capture.id if self.capture else None
        return Origin(captured_at=self.at, capture_id=capture_id, run_id=run_id, asked=address_of(self.row.url))
