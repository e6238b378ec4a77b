"""One run's frontier and sink: everything one fetch led to is kept in a single transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from listings.errors import InvalidInput
from listings.listing import Listing
from listings.page import PageOutcome, Source, WantedPage
from store.addresses import address_of
from store.blobs import Blobs
from store.captures import keep_captures
from store.codec import listing_of
from store.database import Database
from store.ended_page import EndedPage
from store.frontier import give_back, next_due, offer_pages, page_row, page_rows, take_pages
from store.images import FetchedImage, fill_images
from store.models.crawling import PageRow, SightingRow
from store.models.listings import ListingRow, VersionRow
from store.records import KeptListing
from store.revisiting import count_fetches, fetched_on, known_pages, remember, same_listings, still_leading, with_memory
from store.versions import keep_reads, mark_gone, mark_seen

_MOST_HEARD = 5_000
"""Addresses remembered as offered, some 1 MB: the links that stand on every page. The table knows them all."""

# Without these a reviewer or a notice lacks something; the report gives the share of listings that do.
WANTED_FIELDS = ("title", "description", "price", "currency", "seller", "images")


class CrawlStore:
    """Fulfils the ports Frontier and ListingSink for one run."""

    def __init__(self, database: Database, blobs: Blobs, run_id: int, source: Source) -> None:
        self._database = database
        self._blobs = blobs
        self._run_id = run_id
        self._source = source
        self._heard: set[str] = set()

    def offer(self, pages: Iterable[WantedPage]) -> int:
        """Add addresses not yet known to the run; give how many were new."""
        with self._database.writing() as session:
            return offer_pages(session, self._run_id, self._unheard(pages), self._database.now())

    def offer_known(self, most: int) -> Sequence[WantedPage]:
        """Add up to `most` pages that earlier runs of the source know, those that are due first; give them."""
        with self._database.writing() as session:
            pages = known_pages(session, self._source.id, most, self._database.now())
            offer_pages(session, self._run_id, pages, self._database.now())
            return pages

    def fetched_today(self, host: str) -> int:
        """Say how many pages all runs have fetched from a host today (UTC), pictures and sitemaps not counted."""
        with self._database.reading() as session:
            return fetched_on(session, host, self._database.now())

    def take(self, limit: int) -> Sequence[WantedPage]:
        """Hand out up to `limit` due pages, the highest priority first, and mark them in flight."""
        with self._database.writing() as session:
            now = self._database.now()
            return with_memory(session, self._source.id, take_pages(session, self._run_id, limit, now), now)

    def postpone(self, page: WantedPage, until: datetime, reason: str) -> None:
        """Put a page back; its `tries` goes up by one. A page that has ended stays ended."""
        with self._database.writing() as session:
            row = page_row(session, self._run_id, page, self._database.now())
            if row.state != "ended":
                row.state, row.due, row.reason, row.tries = "waiting", until, reason, row.tries + 1

    def give_back(self, pages: Sequence[WantedPage]) -> None:
        """Put pages back that were taken and never asked for; their `tries` stay."""
        with self._database.writing() as session:
            give_back(session, self._run_id, pages)

    def next_due(self) -> datetime | None:
        """Say when the next waiting page is due, or None when nothing waits."""
        with self._database.reading() as session:
            return next_due(session, self._run_id)

    def remaining(self) -> int:
        """Count the addresses known to the run, pictures too, that have not come to an end."""
        query = select(func.count()).where(PageRow.run_id == self._run_id, PageRow.state.in_(("waiting", "in_flight")))
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def keep(self, outcome: PageOutcome) -> None:
        """Store capture, listings, images, new addresses and the page's end state, all or nothing.

        Keeping the outcome of a page that has ended changes nothing.

        Raises:
            InvalidInput: an image was read but its bytes are not there.
        """
        self.keep_all([outcome])

    def keep_all(self, outcomes: Sequence[PageOutcome]) -> None:
        """Store several outcomes in one transaction: all of them, or none.

        Raises:
            InvalidInput: an image was read but its bytes are not there.
        """
        with self._database.writing() as session:
            now = self._database.now()
            ended = self._not_ended(session, outcomes, now)
            _add_captures(session, self._blobs, ended, now)
            for each in ended:
                if each.row.kind == "image":
                    _keep_image(session, each)
            self._keep_listings(session, ended)
            found = chain(*map(_bound, ended), still_leading(session, self._source.id, ended))
            offer_pages(session, self._run_id, self._unheard(found), now)
            for each in ended:
                _end(each)
            remember(session, self._source.id, ended)
            count_fetches(session, ended)

    def _not_ended(self, session: Session, outcomes: Sequence[PageOutcome], now: datetime) -> list[EndedPage]:
        rows = page_rows(session, self._run_id, [outcome.page for outcome in outcomes], now)
        given = {row.id: EndedPage(row, outcome) for row, outcome in zip(rows, outcomes, strict=True)}
        return [each for each in given.values() if each.row.state != "ended"]

    def _unheard(self, pages: Iterable[WantedPage]) -> list[WantedPage]:
        """Leave out addresses that this process offered already: a shop's menu stands on every page."""
        if len(self._heard) > _MOST_HEARD:
            self._heard.clear()
        new = {page.url: page for page in pages if page.url not in self._heard}
        self._heard.update(new)
        return list(new.values())

    def _keep_listings(self, session: Session, ended: Sequence[EndedPage]) -> None:
        reads = [(each, read) for each in ended for read in each.outcome.listings]
        kept = keep_reads(session, [(read, each.origin(self._run_id)) for each, read in reads])
        for (each, _), (result, listing) in zip(reads, kept, strict=True):
            each.kept.append((result, listing))
        seen = {result.listing_id for result, _ in kept}
        sighted = _sightings(session, self._run_id, seen) if seen else {}
        for result, listing in kept:
            _sight(session, sighted, self._run_id, result, listing)
        for each in ended:
            if each.outcome.state == "gone":
                for row in mark_gone(session, each.row.address, each.at):
                    _miss(session, self._run_id, row)
            if each.outcome.state == "same" and each.row.kind != "image":
                for row in mark_seen(session, same_listings(session, self._source.id, each.row.address), each.at):
                    _sight_again(session, self._run_id, row)


def _add_captures(session: Session, blobs: Blobs, ended: Sequence[EndedPage], now: datetime) -> None:
    """Keep the captures and give each page its own. The order of addresses keeps two writers out of a circle."""
    captured = [(each, each.outcome.capture) for each in ended if each.outcome.capture is not None]
    for (each, _), row in zip(captured, keep_captures(session, blobs, [c for _, c in captured]), strict=True):
        each.capture = row
    for each in ended:
        each.at = each.capture.fetched_at if each.capture else now


def _end(each: EndedPage) -> None:
    page, outcome = each.row, each.outcome
    page.state, page.outcome, page.reason = "ended", outcome.state, outcome.reason
    page.size = len(outcome.capture.body) if outcome.capture else 0


def _keep_image(session: Session, each: EndedPage) -> None:
    page, outcome, capture = each.row, each.outcome, each.capture
    if outcome.state == "same":
        return
    if outcome.state == "read" and capture is None:
        raise InvalidInput("an image was read, but its bytes are missing", where=page.url, remedy="hand in its capture")
    reason = None if outcome.state == "read" else outcome.reason or outcome.state
    digest = capture.digest if capture else None
    fill_images(session, page.url, FetchedImage(digest=digest, reason=reason), page.listing_id)


def _bound(each: EndedPage) -> list[WantedPage]:
    """Tie image addresses to the listing of the same page that shows them."""
    owners = {address_of(url): result.listing_id for result, listing in each.kept for url in listing.images}
    return [
        replace(page, listing_id=owners.get(address_of(page.url)))
        if page.kind == "image" and page.listing_id is None
        else page
        for page in each.outcome.found
    ]


def _sightings(session: Session, run_id: int, listing_ids: Iterable[int]) -> dict[int, SightingRow]:
    query = select(SightingRow).where(SightingRow.run_id == run_id, SightingRow.listing_id.in_(listing_ids))
    return {row.listing_id: row for row in session.scalars(query)}


def _sight(session: Session, sighted: dict[int, SightingRow], run_id: int, kept: KeptListing, listing: Listing) -> None:
    """Count a listing once per run; seen twice and changed in between counts as changed, new stays new."""
    missing = _missing(listing)
    row = sighted.get(kept.listing_id)
    if row is None:
        row = SightingRow(run_id=run_id, listing_id=kept.listing_id, state=kept.state, missing=missing)
        sighted[kept.listing_id] = row
        session.add(row)
        return
    row.missing = missing
    if row.state in {"same", "gone"}:
        row.state = kept.state


def _sight_again(session: Session, run_id: int, row: ListingRow) -> None:
    """Count a listing that is as it was: what it lacked then it lacks now, or a quiet run would look well read."""
    sighted = session.get(SightingRow, (run_id, row.id))
    if sighted is None or sighted.state == "gone":
        latest = session.get(VersionRow, row.latest_version_id) if row.latest_version_id else None
        missing = _missing(listing_of(latest.listing)) if latest else []
        session.merge(SightingRow(run_id=run_id, listing_id=row.id, state="same", missing=missing))


def _miss(session: Session, run_id: int, row: ListingRow) -> None:
    """Count a listing that is no longer there, unless the run has met it somewhere."""
    if session.get(SightingRow, (run_id, row.id)) is None:
        session.add(SightingRow(run_id=run_id, listing_id=row.id, state="gone", missing=[]))


def _missing(listing: Listing) -> list[str]:
    return [name for name in WANTED_FIELDS if not _given(listing, name)]


def _given(listing: Listing, name: str) -> bool:
    if name == "seller":
        return any((listing.seller.id, listing.seller.name, listing.seller.url))
    return getattr(listing, name) not in {None, "", ()}
