"""Listings, their versions, their sellers and their images."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class SellerRow(Base):
    """The account that offers listings. `key` is the SHA-256 of site and id, else address, else name."""

    __tablename__ = "sellers"

    id: Mapped[Id]
    key: Mapped[Digest] = mapped_column(unique=True)
    site: Mapped[str | None]
    external_id: Mapped[str | None]
    name: Mapped[str | None]
    url: Mapped[str | None]


class ListingRow(Base):
    """One offer, post or ad. `key` is the SHA-256 of site and id: ids may be longer than an index entry allows."""

    __tablename__ = "listings"

    id: Mapped[Id]
    key: Mapped[Digest] = mapped_column(unique=True)
    site: Mapped[str | None]
    external_id: Mapped[str]
    address: Mapped[Digest | None] = mapped_column(index=True)
    """SHA-256 of the canonical URL."""
    seller_id: Mapped[int | None] = mapped_column(ForeignKey("sellers.id"), index=True)
    latest_version_id: Mapped[int | None]
    """Points at a version without a foreign key: the two tables would need each other to exist first."""
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    text_digest: Mapped[Digest | None] = mapped_column(index=True)
    """SHA-256 of the latest title and description without case and spacing."""
    relisted_from: Mapped[int | None]
    """The listing, gone by now, that this one repeats. SQLite adds no foreign key to a table that is there."""
    relisted_by: Mapped[str | None] = mapped_column(words("text", "picture"))


class VersionRow(Base):
    """A listing as it was at one time. `unjudged` marks the latest version until a verdict on its images is kept."""

    __tablename__ = "listing_versions"
    __table_args__ = (
        Index("uq_listing_versions_number", "listing_id", "number", unique=True),
        Index(
            "ix_listing_versions_unjudged",
            "id",
            sqlite_where=text("unjudged"),
            postgresql_where=text("unjudged"),
        ),
    )

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    number: Mapped[int]
    content_digest: Mapped[Digest]
    listing: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    captured_at: Mapped[datetime]
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    images_digest: Mapped[Digest]
    """SHA-256 over the digests of the images that can be judged now."""
    unjudged: Mapped[bool] = mapped_column(Boolean, default=True)


class ImageRow(Base):
    """One image of a listing version and what came of fetching it."""

    __tablename__ = "listing_images"
    __table_args__ = (Index("uq_listing_images_address", "version_id", "address", unique=True),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("listing_versions.id"))
    url: Mapped[str]
    address: Mapped[Digest] = mapped_column(index=True)
    """SHA-256 of the canonical URL."""
    state: Mapped[str] = mapped_column(words("waiting", "read", "unreadable"), default="waiting")
    digest: Mapped[Digest | None] = mapped_column(index=True)
    reason: Mapped[str | None]
