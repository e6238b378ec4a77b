"""Blobs with their keys, the captures that point at them, and the chain over all of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id


class BlobRow(Base):
    """One content by its SHA-256. Without `key` the encrypted file is noise: that is how content is erased."""

    __tablename__ = "blobs"

    digest: Mapped[Digest] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    key: Mapped[bytes | None]
    erased_at: Mapped[datetime | None]
    erased_by: Mapped[str | None]
    erased_why: Mapped[str | None]


class CaptureRow(Base):
    """A server's answer: where, when, how; its body is the blob `digest`. `request` is what was sent, where known."""

    __tablename__ = "captures"

    id: Mapped[Id]
    url: Mapped[str]
    fetched_at: Mapped[datetime]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    media_type: Mapped[str]
    rendered: Mapped[bool] = mapped_column(Boolean)
    digest: Mapped[Digest] = mapped_column(index=True)
    request: Mapped[dict[str, Any] | None]


class ScreenshotRow(Base):
    """How a queued listing's captured page looks in a browser: a capture of its own, or why there is none."""

    __tablename__ = "screenshots"

    version_id: Mapped[int] = mapped_column(ForeignKey("listing_versions.id"), primary_key=True)
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    reason: Mapped[str | None]


class ChainRow(Base):
    """One link. `at` is the canonical text that was hashed, to the microsecond."""

    __tablename__ = "chain"

    number: Mapped[Id]
    at: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    content: Mapped[Digest]
    previous: Mapped[Digest]
    digest: Mapped[Digest]


class ChainHeadRow(Base):
    """The one row that says where the chain ends: the lock for appending, and proof that no tail was cut off."""

    __tablename__ = "chain_head"

    id: Mapped[Id]
    number: Mapped[int]
    digest: Mapped[Digest]
