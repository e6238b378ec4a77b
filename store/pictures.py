"""Fingerprints of the listings' images, and which images show the same picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, exists, func, select, text, update
from sqlalchemy.orm import Session

from store.database import Database
from store.insertion import count_inserted
from store.models.evidence import BlobRow
from store.models.listings import ImageRow, ListingRow
from store.models.pictures import ImageHashRow
from store.packed_hashes import pack, stored_hashes
from store.records import StoredHashes
from store.relisting import link_pictures

# SQLite binds at most 32,766 values in a statement.
_PER_STATEMENT = 5_000
# Any number will do, as long as all Soi processes take the same one and nothing else takes it.
_LOCK = 5_013_002


class PictureStore:
    """Keeps one fingerprint for each image that was stored, and the clusters of those that show the same picture."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unhashed(self, after: str = "", limit: int = 100) -> Sequence[str]:
        """Give images (SHA-256) that were stored and have no fingerprint yet, in order, those after `after`."""
        query = (
            select(ImageRow.digest)
            .where(ImageRow.digest > after, ImageRow.state == "read", ~_hashed())
            .where(exists().where(BlobRow.digest == ImageRow.digest, BlobRow.key.is_not(None)))
            .distinct()
            .order_by(ImageRow.digest)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [digest for digest in session.scalars(query) if digest is not None]

    def is_shown(self, digest: str) -> bool:
        """Say whether an image is, or was, one of a listing's pictures."""
        query = select(exists().where(ImageRow.digest == digest))
        with self._database.reading() as session:
            return bool(session.scalar(query))

    def count_unhashed(self) -> int:
        """Say how many images were stored and have no fingerprint yet."""
        query = select(func.count(ImageRow.digest.distinct())).where(ImageRow.state == "read", ~_hashed())
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def to_place(self, digests: Collection[str]) -> set[str]:
        """Give those of some images that have no fingerprint yet, or were not compared with the others."""
        settled = ImageHashRow.cluster.is_not(None) | ImageHashRow.pdq.is_(None)
        query = select(ImageHashRow.digest).where(ImageHashRow.digest.in_(digests), settled)
        with self._database.reading() as session:
            return set(digests) - set(session.scalars(query))

    def keep(self, hashes: Mapping[str, bytes | None]) -> Mapping[str, int]:
        """Keep fingerprints (32 bytes) by image; None for an image that cannot be compared. What is there stays.

        Returns:
            The fingerprints' ids by image.
        """
        rows = [{"digest": digest, "pdq": pdq} for digest, pdq in sorted(hashes.items())]
        with self._database.writing() as session:
            count_inserted(session, ImageHashRow, rows)
            query = select(ImageHashRow.digest, ImageHashRow.id).where(ImageHashRow.digest.in_(hashes))
            return {row.digest: row.id for row in session.execute(query)}

    def hashes(self, after_block: int = 0) -> StoredHashes:
        """Give fingerprints with their ids: those in blocks after this one, and all that are in none yet."""
        with self._database.reading() as session:
            return stored_hashes(session, after_block)

    def pack(self) -> None:
        """Put single fingerprints into blocks, once there are enough for one."""
        with self._database.writing() as session:
            self._lock(session)
            pack(session)

    def unplaced(self, after: str = "", limit: int = 100) -> Sequence[str]:
        """Give images (SHA-256) whose fingerprints were not compared with the others yet, in order, after `after`."""
        query = select(ImageHashRow.digest).where(ImageHashRow.cluster.is_(None), ImageHashRow.pdq.is_not(None))
        query = query.where(ImageHashRow.digest > after).order_by(ImageHashRow.digest)
        with self._database.reading() as session:
            return session.scalars(query.limit(limit)).all()

    def unite(self, alike: Mapping[int, Collection[int]]) -> None:
        """Put each fingerprint into one cluster with those that show the same; their clusters become one.

        The order does not matter, and doing it again changes nothing. Others that have no cluster yet get none here:
        they were not compared with the rest, and will find this one when they are.
        """
        with self._database.writing() as session:
            self._lock(session)
            for own, others in alike.items():
                _unite(session, own, others)

    def count_showing(self, ids: Collection[int]) -> int:
        """Say how many listings show one of these images now."""
        return len(self.versions_showing(ids))

    def versions_showing(self, ids: Collection[int]) -> Sequence[int]:
        """Give the latest versions of the listings that show one of these images, in order."""
        found: set[int] = set()
        with self._database.reading() as session:
            for some in _some(ids):
                query = (
                    select(ListingRow.latest_version_id)
                    .join(ImageRow, ImageRow.version_id == ListingRow.latest_version_id)
                    .join(ImageHashRow, ImageHashRow.digest == ImageRow.digest)
                    .where(ImageHashRow.id.in_(some))
                )
                found.update(version for version in session.scalars(query) if version is not None)
        return sorted(found)

    def link_relisted(self, versions: Collection[int]) -> None:
        """Note of listings, by their latest versions, which ones that are gone they repeat in a picture.

        Their pictures must have been compared with the others before.
        """
        with self._database.writing() as session:
            link_pictures(session, versions)

    def _lock(self, session: Session) -> None:
        """Let one process at a time change clusters and blocks; SQLite has one writer at a time anyway."""
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _hashed() -> ColumnElement[bool]:
    return exists().where(ImageHashRow.digest == ImageRow.digest)


def _unite(session: Session, own: int, others: Collection[int]) -> None:
    clusters: set[int] = set()
    for some in _some({own, *others}):
        query = select(ImageHashRow.cluster).where(ImageHashRow.id.in_(some), ImageHashRow.cluster.is_not(None))
        clusters.update(cluster for cluster in session.scalars(query.distinct()) if cluster is not None)
    smallest = min(own, *clusters) if clusters else own
    belongs = (ImageHashRow.id == own) | ImageHashRow.cluster.in_(clusters)
    changed = ImageHashRow.cluster.is_distinct_from(smallest)
    session.execute(update(ImageHashRow).where(belongs, changed).values(cluster=smallest))


def _some(ids: Collection[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while some := list(islice(rest, _PER_STATEMENT)):
        yield some
