"""Fingerprints of the listings' images: one row an image, and the same packed in blocks that load at once."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id

_UNPLACED = text("cluster IS NULL AND pdq IS NOT NULL")
_UNPACKED = text("block_id IS NULL AND pdq IS NOT NULL")


class ImageHashRow(Base):
    """An image by its SHA-256. Without `pdq` (256 bits) it cannot be compared: flat, broken or no picture.

    `cluster` is the smallest id among the images that show the same; empty until the image was compared.
    """

    __tablename__ = "image_hashes"
    __table_args__ = (
        Index("ix_image_hashes_unplaced", "id", sqlite_where=_UNPLACED, postgresql_where=_UNPLACED),
        Index("ix_image_hashes_unpacked", "id", sqlite_where=_UNPACKED, postgresql_where=_UNPACKED),
    )

    id: Mapped[Id]
    digest: Mapped[Digest] = mapped_column(unique=True)
    pdq: Mapped[bytes | None]
    cluster: Mapped[int | None] = mapped_column(index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("image_hash_blocks.id"), index=True)


class ImageHashBlockRow(Base):
    """Some thousand fingerprints in a row: `ids` as 8 bytes each, little end first, `hashes` as 32 bytes each.

    A million single rows take a second to read, the same in blocks a tenth of it.
    """

    __tablename__ = "image_hash_blocks"

    id: Mapped[Id]
    ids: Mapped[bytes]
    hashes: Mapped[bytes]
