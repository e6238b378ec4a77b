"""One run's frontier and sink: everything one fetch led to is kept in a single transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import PageOutcome, Source, WantedPage
from store.addresses import address_of
from store.blobs import Blobs
from store.captures import keep_capture
from store.database import Database
from store.frontier import next_due, offer_pages, page_row, take_pages
from store.images import FetchedImage, fill_images
from store.models.crawling import PageRow, SightingRow
from store.models.evidence import CaptureRow
from store.records import KeptListing
from store.versions import Origin, keep_listings, mark_gone, mark_seen

# Without these a reviewer or a notice lacks something; the report gives the share of listings that do.
WANTED_FIELDS = ("title", "description", "price", "currency", "seller", "images")


class CrawlStore:
    """Fulfils the ports Frontier and ListingSink for one run."""

    def __init__(self, database: Database, blobs: Blobs, run_id: int, source: Source) -> None:
        self._database = database
        self._blobs = blobs
        self._run_id = run_id
        self._source = source

    def offer(self, pages: Iterable[WantedPage]) -> int:
        """Add addresses not yet known to the run; give how many were new."""
        with self._database.writing() as session:
            return offer_pages(session, self._run_id, pages, self._database.now())

    def take(self, limit: int) -> Sequence[WantedPage]:
        """Hand out up to `limit` due pages, the highest priority first, and mark them in flight."""
        with self._database.writing() as session:
            return take_pages(session, self._run_id, limit, self._database.now())

    def postpone(self, page: WantedPage, until: datetime, reason: str) -> None:
        """Put a page back; its `tries` goes up by one. A page that has ended stays ended."""
        with self._database.writing() as session:
            row = page_row(session, self._run_id, page, self._database.now())
            if row.state != "ended":
                row.state, row.due, row.reason, row.tries = "waiting", until, reason, row.tries + 1

    def next_due(self) -> datetime | None:
        """Say when the next waiting page is due, or None when nothing waits."""
        with self._database.reading() as session:
            return next_due(session, self._run_id)

    def keep(self, outcome: PageOutcome) -> None:
        """Store capture, listings, images, new addresses and the page's end state, all or nothing.

        Keeping the outcome of a page that has ended changes nothing.

        Raises:
            InvalidInput: an image was read but its bytes are not there.
        """
        with self._database.writing() as session:
            page = page_row(session, self._run_id, outcome.page, self._database.now())
            if page.state == "ended":
                return
            capture = keep_capture(session, self._blobs, outcome.capture) if outcome.capture else None
            at = capture.fetched_at if capture else self._database.now()
            if page.kind == "image":
                _keep_image(session, page, outcome, capture)
            kept = self._keep_listings(
                session,
                page,
                outcome,
                Origin(captured_at=at, capture_id=capture.id if capture else None, run_id=self._run_id),
            )
            offer_pages(session, self._run_id, _bound(outcome.found, kept), self._database.now())
            page.state, page.outcome, page.reason = "ended", outcome.state, outcome.reason
            page.size = len(outcome.capture.body) if outcome.capture else 0

    def _keep_listings(
        self, session: Session, page: PageRow, outcome: PageOutcome, origin: Origin
    ) -> list[tuple[KeptListing, Listing]]:
        kept = keep_listings(session, outcome.listings, origin)
        for result, listing in kept:
            _sight(session, self._run_id, result, listing)
        if outcome.state == "gone":
            mark_gone(session, page.address, origin.captured_at)
        if outcome.state == "same":
            for row in mark_seen(session, page.address, origin.captured_at):
                _sight_again(session, self._run_id, row.id)
        return kept


def _keep_image(session: Session, page: PageRow, outcome: PageOutcome, capture: CaptureRow | None) -> None:
    if outcome.state == "same":
        return
    if outcome.state == "read" and capture is None:
        raise InvalidInput("an image was read, but its bytes are missing", where=page.url, remedy="hand in its capture")
    reason = None if outcome.state == "read" else outcome.reason or outcome.state
    digest = capture.digest if capture else None
    fill_images(session, page.url, FetchedImage(digest=digest, reason=reason), page.listing_id)


def _bound(found: Iterable[WantedPage], kept: Iterable[tuple[KeptListing, Listing]]) -> list[WantedPage]:
    """Tie image addresses to the listing of the same page that shows them."""
    owners = {address_of(url): result.listing_id for result, listing in kept for url in listing.images}
    return [
        replace(page, listing_id=owners.get(address_of(page.url)))
        if page.kind == "image" and page.listing_id is None
        else page
        for page in found
    ]


def _sight(session: Session, run_id: int, kept: KeptListing, listing: Listing) -> None:
    """Count a listing once per run; seen twice and changed in between counts as changed, new stays new."""
    missing = [name for name in WANTED_FIELDS if not _given(listing, name)]
    row = session.get(SightingRow, (run_id, kept.listing_id))
    if row is None:
        session.add(SightingRow(run_id=run_id, listing_id=kept.listing_id, state=kept.state, missing=missing))
        session.flush()
        return
    row.missing = missing
    if row.state == "same":
        row.state = kept.state


def _sight_again(session: Session, run_id: int, listing_id: int) -> None:
    if session.get(SightingRow, (run_id, listing_id)) is None:
        session.add(SightingRow(run_id=run_id, listing_id=listing_id, state="same", missing=[]))


def _given(listing: Listing, name: str) -> bool:
    if name == "seller":
        return any((listing.seller.id, listing.seller.name, listing.seller.url))
    return getattr(listing, name) not in {None, "", ()}
