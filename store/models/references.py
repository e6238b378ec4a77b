"""What references match, and which of them were set aside because they match far more than usual."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class ReferenceMatchRow(Base):
    """A reference and a listing that it matches, since when; `finding` is what the latest judgement said of it.

    `state`: `counts`, `aside` (kept without effect while the reference is set aside) or `gone` (no longer found).
    """

    __tablename__ = "reference_matches"
    __table_args__ = (
        Index("uq_reference_matches_pair", "listing_id", "reference", unique=True),
        Index("ix_reference_matches_new", "matched_at", "reference"),
        Index("ix_reference_matches_reference", "reference", "matched_at"),
    )

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    reference: Mapped[Digest]
    brand: Mapped[str]
    image: Mapped[Digest]
    state: Mapped[str] = mapped_column(words("counts", "aside", "gone"))
    score: Mapped[float] = mapped_column(Double)
    finding: Mapped[dict[str, Any]]
    matched_at: Mapped[datetime]


class ReferenceChangeRow(Base):
    """A reference was set aside, released, or answered with a negative reference. Rows are only ever added.

    The latest of a reference counts. `number` counts up per reference, so that of two at the same moment one fails.
    """

    __tablename__ = "reference_changes"
    __table_args__ = (Index("uq_reference_changes_number", "reference", "number", unique=True),)

    id: Mapped[Id]
    reference: Mapped[Digest]
    number: Mapped[int]
    brand: Mapped[str]
    state: Mapped[str] = mapped_column(words("aside", "released", "benign"))
    matches: Mapped[int]
    usual: Mapped[float] = mapped_column(Double)
    at: Mapped[datetime]
