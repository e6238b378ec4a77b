"""The evidence: contents by digest, their erasure, and the chain that shows nothing was altered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from listings.page import Capture
from store.blobs import Blobs, never_kept
from store.captures import exchange_of
from store.chain import note
from store.chained_records import erasure_content
from store.database import Database
from store.images import latest_versions_with, refresh_images
from store.models.evidence import BlobRow, CaptureRow, ChainRow
from store.packed_hashes import forget_hash
from store.records import ChainEntry, ChainReport
from store.verification import verify


class EvidenceStore:
    """Keeps, gives and erases evidence; proves that the rest is as it was."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def put(self, content: bytes, media_type: str) -> str:
        """Keep a content and give its SHA-256 (hex); keeping it again changes nothing."""
        with self._database.writing() as session:
            return self._blobs.put(session, content, media_type, self._database.now())

    def get(self, digest: str) -> bytes:
        """Give a content.

        Raises:
            NotFound: never kept, or erased (the message says by whom and why).
            StoreUnavailable: the file is missing or no longer matches its digest.
        """
        with self._database.reading() as session:
            return self._blobs.read(session, digest)

    def exchanges(self, digests: Collection[str], limit: int = 200) -> Sequence[Capture]:
        """Give the answers that brought these contents, oldest first; those whose content was erased are left out.

        Raises:
            StoreUnavailable: a file is missing or no longer matches its digest.
        """
        query = (
            select(CaptureRow)
            .join(BlobRow, BlobRow.digest == CaptureRow.digest)
            .where(CaptureRow.digest.in_(digests), BlobRow.key.is_not(None))
            .order_by(CaptureRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [exchange_of(row, self._blobs.read(session, row.digest)) for row in session.scalars(query).all()]

    def media_type(self, digest: str) -> str:
        """Give the media type a content was kept with.

        Raises:
            NotFound: never kept.
        """
        with self._database.reading() as session:
            row = session.get(BlobRow, digest)
            if row is None:
                raise never_kept(digest)
            return row.media_type

    def erase(self, digest: str, user: str, why: str, now: datetime) -> None:
        """Destroy the key of a content, then its file; the chain records who and why. Erasing twice is harmless.

        Raises:
            NotFound: never kept.
        """
        with self._database.writing(durable=True) as session:
            row = session.get(BlobRow, digest, with_for_update=True)
            if row is None:
                raise never_kept(digest)
            if row.key is not None:
                row.key, row.erased_at, row.erased_by, row.erased_why = None, now, user, why
                refresh_images(session, latest_versions_with(session, digest))
                forget_hash(session, digest)
                note(session, now, "erasure", f"blob:{digest}", erasure_content(row))
        self._database.flush_log()
        self._blobs.delete(digest)

    def verify(self) -> ChainReport:
        """Read every entry, every record the chain vouches for and every file, and name all that does not fit."""
        with self._database.reading() as session:
            return verify(session, self._blobs)

    def entries(self, after: int = 0, limit: int = 50) -> Sequence[ChainEntry]:
        """Give the entries that follow number `after`, oldest first."""
        query = select(ChainRow).where(ChainRow.number > after).order_by(ChainRow.number).limit(limit)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]


def _record(row: ChainRow) -> ChainEntry:
    return ChainEntry(
        number=row.number,
        at=datetime.fromisoformat(row.at),
        kind=row.kind,
        subject=row.subject,
        content=row.content,
        previous=row.previous,
        digest=row.digest,
    )
