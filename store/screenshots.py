"""How queued listings look: which captured pages have no screenshot yet, and what came of taking one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from listings.page import Capture
from store.blobs import Blobs
from store.captures import exchange_of, keep_capture
from store.database import Database, require
from store.images import readable_images
from store.models.evidence import BlobRow, CaptureRow, ScreenshotRow
from store.models.listings import VersionRow
from store.models.review import HitRow
from store.queueing import PENDING
from store.records import PageToPicture

PERSONS_HEADER = "soi-screenshot-sha256"
"""Names what a person saw, in the capture that their browser sent."""


class ScreenshotStore:
    """Keeps one screenshot per listing version, in the evidence and its chain like any capture."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def wanted(self, limit: int) -> Sequence[PageToPicture]:
        """Give captured pages of waiting hits that have none, the highest risk first; a person's own counts as one.

        Raises:
            StoreUnavailable: a file is missing or no longer matches its digest.
        """
        query = (
            select(HitRow.version_id, CaptureRow)
            .join(VersionRow, VersionRow.id == HitRow.version_id)
            .join(CaptureRow, CaptureRow.id == VersionRow.capture_id)
            .join(BlobRow, BlobRow.digest == CaptureRow.digest)
            .where(
                HitRow.state.in_(PENDING),
                BlobRow.key.is_not(None),
                CaptureRow.media_type.startswith("text/html"),
                CaptureRow.headers[PERSONS_HEADER].as_string().is_(None),
                ~exists().where(ScreenshotRow.version_id == HitRow.version_id),
            )
            .order_by(HitRow.risk.desc(), HitRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [self._page(session, version_id, row) for version_id, row in session.execute(query).all()]

    def keep(self, version_id: int, screenshot: Capture | None, reason: str | None = None) -> None:
        """Keep a screenshot, or why none could be taken; a version that has one keeps it.

        Raises:
            NotFound: there is no such version.
        """
        with self._database.writing() as session:
            require(session, VersionRow, version_id, lock=True)
            if session.get(ScreenshotRow, version_id) is not None:
                return
            kept = None if screenshot is None else keep_capture(session, self._blobs, screenshot).id
            session.add(ScreenshotRow(version_id=version_id, capture_id=kept, reason=reason))

    def _page(self, session: Session, version_id: int, row: CaptureRow) -> PageToPicture:
        shown = readable_images(session, version_id)
        return PageToPicture(
            version_id=version_id,
            capture=exchange_of(row, self._blobs.read(session, row.digest)),
            pictures=tuple((image.url, image.digest) for image in shown if image.digest),
            brought=session.get_one(VersionRow, version_id).listing.get("captured_by") != "crawl",
        )


def screenshot_of(session: Session, version_id: int) -> str | None:
    """Give the digest of a version's screenshot, a person's own where there is one; None where it was erased."""
    row = session.get(ScreenshotRow, version_id)
    if row is not None and row.capture_id is not None:
        digest: str | None = session.get_one(CaptureRow, row.capture_id).digest
    else:
        capture_id = session.get_one(VersionRow, version_id).capture_id
        capture = None if capture_id is None else session.get_one(CaptureRow, capture_id)
        digest = None if capture is None else capture.headers.get(PERSONS_HEADER)
    blob = None if digest is None else session.get(BlobRow, digest)
    return None if blob is None or blob.key is None else blob.digest
