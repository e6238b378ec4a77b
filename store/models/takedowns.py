"""Takedowns and the steps of their lives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.models.types import words

_STATES = ("built", "sent", "acknowledged", "removed", "refused", "withdrawn")
_LIVE = text("state != 'withdrawn'")


class TakedownRow(Base):
    """A confirmed hit's notice. `record` is what was built and never changes; `state` follows the last step."""

    __tablename__ = "takedowns"
    __table_args__ = (Index("uq_takedowns_live", "hit_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),)

    id: Mapped[Id]
    hit_id: Mapped[int] = mapped_column(ForeignKey("hits.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    platform: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(words(*_STATES))
    state_at: Mapped[datetime]
    note: Mapped[str | None]
    record: Mapped[dict[str, Any]]


class TakedownStepRow(Base):
    """One step in a takedown's life. Rows are only ever added."""

    __tablename__ = "takedown_steps"

    id: Mapped[Id]
    takedown_id: Mapped[int] = mapped_column(ForeignKey("takedowns.id"), index=True)
    state: Mapped[str] = mapped_column(words(*_STATES))
    note: Mapped[str | None]
    user: Mapped[str]
    at: Mapped[datetime]
