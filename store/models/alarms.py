"""What runs raised, and who has looked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.models.types import words

_OPEN = text("acknowledged_at IS NULL")


class AlarmRow(Base):
    """One alarm of a run. It stays open until a person says that they have looked."""

    __tablename__ = "alarms"
    __table_args__ = (Index("ix_alarms_open", "run_id", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    kind: Mapped[str]
    field: Mapped[str | None]
    value: Mapped[float | None] = mapped_column(Double)
    bound: Mapped[float | None] = mapped_column(Double)
    basis: Mapped[str | None] = mapped_column(words("profile", "history"))
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]
