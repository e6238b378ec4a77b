"""Brands with their reference pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from listings.brand import Brand
from listings.errors import InvalidInput, NotFound
from store.blobs import Blobs
from store.codec import brand_json, brand_of
from store.database import Database
from store.insertion import inserted
from store.models.brands import BrandReferenceRow, BrandRow
from store.models.evidence import BlobRow

_UNKNOWN_TYPE = "application/octet-stream"


class BrandStore:
    """Keeps brands by name. Fulfils the port BrandShelf."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def keep(self, brand: Brand, references: Mapping[str, bytes]) -> None:
        """Keep a brand, in place of an earlier one of the same name, with the bytes of new references by digest.

        Raises:
            InvalidInput: a reference's bytes are neither given nor known, or do not match the digest.
        """
        with self._database.writing() as session:
            for digest, content in sorted(references.items()):
                if self._blobs.put(session, content, _UNKNOWN_TYPE, self._database.now()) != digest:
                    raise InvalidInput(f"the bytes of reference {digest} do not match it", where=f"brand {brand.name}")
            self._keep_row(session, brand)

    def _keep_row(self, session: Session, brand: Brand) -> None:
        inserted(session, BrandRow, {"name": brand.name, "record": brand_json(brand)})
        row = session.scalars(select(BrandRow).where(BrandRow.name == brand.name).with_for_update()).one()
        row.record = brand_json(brand)
        session.execute(delete(BrandReferenceRow).where(BrandReferenceRow.brand_id == row.id))
        for reference in (*brand.references, *brand.benign):
            if session.get(BlobRow, reference.digest) is None:
                raise InvalidInput(f"reference {reference.path} has no bytes", where=f"brand {brand.name}")
            inserted(session, BrandReferenceRow, {"brand_id": row.id, "digest": reference.digest})

    def all(self) -> Sequence[Brand]:
        """Give all brands by name."""
        with self._database.reading() as session:
            return [brand_of(row.record) for row in session.scalars(select(BrandRow).order_by(BrandRow.name))]

    def brands(self) -> Sequence[Brand]:
        """Give all brands (the name that the port BrandShelf uses)."""
        return self.all()

    def get(self, name: str) -> Brand:
        """Give a brand.

        Raises:
            NotFound: no brand has this name.
        """
        with self._database.reading() as session:
            brand = brand_named(session, name)
        if brand is None:
            raise NotFound(f"no brand is named {name}", remedy="see the list of brands")
        return brand

    def reference_bytes(self, digest: str) -> bytes:
        """Give the bytes of a reference picture.

        Raises:
            NotFound: never kept, or erased.
            StoreUnavailable: the file is missing or was altered.
        """
        with self._database.reading() as session:
            return self._blobs.read(session, digest)


def brand_named(session: Session, name: str) -> Brand | None:
    """Give a brand by its name, or None."""
    row = session.scalars(select(BrandRow).where(BrandRow.name == name)).one_or_none()
    return None if row is None else brand_of(row.record)
