"""What a judge said of a listing version, finding by finding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class JudgementRow(Base):
    """One verdict: unique per version, judge and set of images."""

    __tablename__ = "judgements"
    __table_args__ = (Index("uq_judgements_basis", "version_id", "judge_version", "images_digest", unique=True),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("listing_versions.id"))
    judge_version: Mapped[str]
    images_digest: Mapped[Digest]
    risk: Mapped[float] = mapped_column(Double)
    doubt: Mapped[float | None] = mapped_column(Double)
    notes: Mapped[list[str]]
    judged_at: Mapped[datetime]


class FindingRow(Base):
    """One finding of a judgement; `record` is the whole finding as JSON."""

    __tablename__ = "findings"

    id: Mapped[Id]
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id"), index=True)
    kind: Mapped[str] = mapped_column(words("label", "signal"))
    category: Mapped[str]
    rule: Mapped[str] = mapped_column(index=True)
    score: Mapped[float] = mapped_column(Double)
    record: Mapped[dict[str, Any]]
