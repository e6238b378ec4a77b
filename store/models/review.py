"""Hits, who skipped them, and the decisions on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Double, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.models.types import words

PENDING = text("state IN ('open', 'parked', 'passed')")


class HitRow(Base):
    """A listing queued for review. At most one per listing waits for a conclusion."""

    __tablename__ = "hits"
    __table_args__ = (
        Index("uq_hits_pending", "listing_id", unique=True, sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_hits_queue", "risk", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    )

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("listing_versions.id"))
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id"))
    risk: Mapped[float] = mapped_column(Double)
    state: Mapped[str] = mapped_column(words("open", "parked", "passed", "confirmed", "dismissed", "lapsed"))
    opened_at: Mapped[datetime]
    park_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    sample: Mapped[str | None] = mapped_column(words("random", "uncertain"))
    """Set where the listing was drawn for checking: nothing is suspected, so it counts as no hit until confirmed."""


class SkipRow(Base):
    """A reviewer put a hit aside: it comes last for that reviewer only."""

    __tablename__ = "hit_skips"

    hit_id: Mapped[int] = mapped_column(ForeignKey("hits.id"), primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)


class DecisionRow(Base):
    """What a person said of a hit. Rows are only ever added; `undoes` names the decision a reopening takes back."""

    __tablename__ = "decisions"
    __table_args__ = (Index("uq_decisions_number", "hit_id", "number", unique=True),)

    id: Mapped[Id]
    hit_id: Mapped[int] = mapped_column(ForeignKey("hits.id"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(words("confirm", "dismiss", "park", "pass", "reopen"))
    reason: Mapped[str]
    note: Mapped[str | None]
    user: Mapped[str] = mapped_column(index=True)
    decided_at: Mapped[datetime]
    park_until: Mapped[datetime | None]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))


class FindingDecisionRow(Base):
    """What the decision said of one finding."""

    __tablename__ = "finding_decisions"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)
    upheld: Mapped[bool] = mapped_column(Boolean)
