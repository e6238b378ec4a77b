"""Brands and their reference pictures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id


class BrandRow(Base):
    """A protected name; `record` is the whole brand as JSON."""

    __tablename__ = "brands"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    record: Mapped[dict[str, Any]]


class BrandReferenceRow(Base):
    """A reference picture of a brand; its bytes are the blob `digest`."""

    __tablename__ = "brand_references"

    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(ForeignKey("blobs.digest"), primary_key=True)
