"""Listings as they are stored: kept from imports, read back, and handed to the judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from listings.errors import NotFound
from listings.page import Capture, ReadListing
from listings.subject import Subject, SubjectImage
from listings.wording import Wording
from store.addresses import key_of
from store.blobs import Blobs
from store.captures import keep_capture
from store.codec import listing_of, sources_of
from store.database import Database, require
from store.images import FetchedImage, add_images, fill_images, readable_images, stored_images
from store.models.crawling import RunRow
from store.models.evidence import CaptureRow
from store.models.judging import JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.records import KeptListing, StoredListing
from store.relisting import relisted_from
from store.standing import superseded
from store.versions import Origin, keep_listings
from store.wanted_captures import close_captured

# Imported pictures come without a word on their type; the detectors look at the bytes themselves.
_UNKNOWN_TYPE = "application/octet-stream"
IMPORTED = "import"
"""Who is noted to have captured a page that came in a file."""


class ListingStore:
    """Keeps listings with their versions and images."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def keep_imported(
        self,
        read: ReadListing,
        *,
        capture: Capture | None,
        images: Sequence[tuple[str, bytes | None]],
        now: datetime,
        screenshot: bytes | None = None,
    ) -> KeptListing:
        """Keep a listing from a file, with the images that came along. A page that was wanted is captured by it.

        Args:
            read: the listing and where its fields came from.
            capture: the saved answer it was read from, if there was one.
            images: address and bytes; None for a picture that the file names and does not hold.
            now: when it was captured, for listings without a capture (UTC).
            screenshot: what the person saw; the capture's headers name it.
        """
        with self._database.writing() as session:
            row = keep_capture(session, self._blobs, capture) if capture else None
            if screenshot is not None:
                self._blobs.put(session, screenshot, _UNKNOWN_TYPE, now)
            kept = keep_import(session, self._blobs, read, capture=row, images=images, now=now)
            if capture is None:
                return kept
            return replace(kept, closed=close_captured(session, (capture.url, read.listing.url), IMPORTED, now))

    def get(self, listing_id: int) -> StoredListing:
        """Give the latest version of a listing.

        Raises:
            NotFound: there is no such listing.
        """
        with self._database.reading() as session:
            return stored_listing(session, _latest(session, require(session, ListingRow, listing_id)))

    def find(self, site: str | None, external_id: str) -> StoredListing | None:
        """Give the latest version of a listing by its id on its site, or None."""
        with self._database.reading() as session:
            row = session.scalars(select(ListingRow).where(ListingRow.key == key_of(site, external_id))).one_or_none()
            return None if row is None else stored_listing(session, _latest(session, row))

    def page(self, after: int = 0, limit: int = 50) -> Sequence[StoredListing]:
        """Give the listings that follow id `after`, each in its latest version."""
        query = (
            select(VersionRow)
            .join(ListingRow, ListingRow.latest_version_id == VersionRow.id)
            .where(ListingRow.id > after)
            .order_by(ListingRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [stored_listing(session, version) for version in session.scalars(query).all()]

    def unjudged(
        self, judge_version: str | None, *, after: int = 0, limit: int = 100, among: Sequence[int] | None = None
    ) -> Sequence[int]:
        """Give the latest versions that wait for a verdict, by id from `after` on.

        Args:
            judge_version: None for those that no judge has seen with the images they have now; else those of which
                this judge's verdict on these does not stand.
            after: the last version id of the page before.
            limit: how many at most.
            among: only these versions, a few thousand at most; None for all.
        """
        query = select(VersionRow.id).where(VersionRow.id > after).order_by(VersionRow.id).limit(limit)
        if among is not None:
            query = query.where(VersionRow.id.in_(among))
        if judge_version is None:
            query = query.where(VersionRow.unjudged)
        else:
            query = query.join(ListingRow, ListingRow.latest_version_id == VersionRow.id).where(
                ~exists().where(
                    JudgementRow.version_id == VersionRow.id,
                    JudgementRow.judge_version == judge_version,
                    JudgementRow.images_digest == VersionRow.images_digest,
                    ~superseded(),
                )
            )
        with self._database.reading() as session:
            return session.scalars(query).all()

    def ready_to_judge(self, now: datetime) -> bool:
        """Say whether a listing waits for a verdict that no live run is still bringing pictures and changes to."""
        query = (
            select(VersionRow.id)
            .outerjoin(RunRow, RunRow.id == VersionRow.run_id)
            .where(VersionRow.unjudged)
            .where(or_(VersionRow.run_id.is_(None), RunRow.ended.is_not(None), RunRow.lease_until <= now))
            .limit(1)
        )
        with self._database.reading() as session:
            return session.scalar(query) is not None

    def subject(self, version_id: int) -> Subject:
        """Give a version with the bytes of its readable images, for the judge.

        Raises:
            NotFound: there is no such version.
            StoreUnavailable: an image's file is missing or was altered.
        """
        with self._database.reading() as session:
            version = require(session, VersionRow, version_id)
            digests = dict.fromkeys(row.digest for row in readable_images(session, version_id) if row.digest)
            return Subject(
                listing=listing_of(version.listing),
                captured_at=version.captured_at,
                images=tuple(SubjectImage(digest=d, content=self._blobs.read(session, d)) for d in digests),
            )


def keep_import(
    session: Session,
    blobs: Blobs,
    read: ReadListing,
    *,
    capture: CaptureRow | None,
    images: Sequence[tuple[str, bytes | None]],
    now: datetime,
) -> KeptListing:
    """Keep a listing that somebody brought, with the images that came along, within a transaction."""
    given = sorted((content, url) for url, content in images if content is not None)
    digests = {url: blobs.put(session, content, _UNKNOWN_TYPE, now) for content, url in given}
    at = capture.fetched_at if capture else now
    [(kept, _)] = keep_listings(session, [read], Origin(captured_at=at, capture_id=capture.id if capture else None))
    add_images(session, [(session.get_one(VersionRow, kept.version_id), [url for url, _ in images])])
    for url, digest in digests.items():
        fill_images(session, url, FetchedImage(digest=digest), kept.listing_id)
    return kept


def _latest(session: Session, row: ListingRow) -> VersionRow:
    if row.latest_version_id is None:
        raise NotFound(Wording(f"tin đăng số {row.id} chưa có phiên bản nào", f"listing {row.id} has no version"))
    return session.get_one(VersionRow, row.latest_version_id)


def stored_listing(session: Session, version: VersionRow) -> StoredListing:
    """Give a version with its listing's place in the store."""
    row = session.get_one(ListingRow, version.listing_id)
    capture = None if version.capture_id is None else session.get_one(CaptureRow, version.capture_id)
    return StoredListing(
        id=row.id,
        version_id=version.id,
        version=version.number,
        listing=listing_of(version.listing),
        sources=sources_of(version.sources),
        captured_at=version.captured_at,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        gone_at=row.gone_at,
        capture=None if capture is None else capture.digest,
        images=stored_images(session, version.id),
        relisted_from=relisted_from(session, row),
    )
