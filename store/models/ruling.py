"""Rules that are being tried: what they found, what people said of it, and who set which rule live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class ShadowFindingRow(Base):
    """What a rule in shadow found. A table of its own, so that no queue, decision or export can come to hold it.

    `quote` is the SHA-256 of the quoted places: the same finding of a later judgement has the same.
    """

    __tablename__ = "shadow_findings"

    id: Mapped[Id]
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id"), index=True)
    rule: Mapped[str] = mapped_column(index=True)
    quote: Mapped[Digest]
    record: Mapped[dict[str, Any]]


class RuleMarkRow(Base):
    """A person called a shadow finding right or wrong. Rows are only ever added; the latest on a quote counts."""

    __tablename__ = "rule_marks"
    __table_args__ = (Index("ix_rule_marks_quote", "version_id", "rule", "quote"),)

    id: Mapped[Id]
    rule: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("listing_versions.id"))
    quote: Mapped[Digest]
    right: Mapped[bool] = mapped_column(Boolean)
    user: Mapped[str]
    at: Mapped[datetime]


class RuleChangeRow(Base):
    """A person set a rule's state. Rows are only ever added; the latest of a rule counts.

    `number` counts up per rule, so that of two who change a rule at the same moment one is refused.
    """

    __tablename__ = "rule_changes"
    __table_args__ = (Index("uq_rule_changes_number", "rule", "number", unique=True),)

    id: Mapped[Id]
    rule: Mapped[str]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(words("live", "shadow"))
    version: Mapped[str]
    phrases: Mapped[list[str]]
    figures: Mapped[dict[str, Any]]
    user: Mapped[str]
    at: Mapped[datetime]
