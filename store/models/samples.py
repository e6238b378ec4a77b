"""Listings drawn for checking though no detector flagged them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.models.types import words


class SampleRow(Base):
    """One draw: which verdict was drawn, and the hit whose decision answers it.

    `source` is the name of the source that was drawn from, empty for all. A draw may point at a hit that was there
    already: a listing that a person has looked at stays in the lot, or the share of what was missed would come out
    wrong.
    """

    __tablename__ = "samples"
    __table_args__ = (Index("uq_samples_draw", "judgement_id", "kind", "source", unique=True),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(words("random", "uncertain"))
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id"))
    hit_id: Mapped[int] = mapped_column(ForeignKey("hits.id"), index=True)
    source: Mapped[str]
    drawn_at: Mapped[datetime]
