"""The job table, with the fields that any engine running it needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.models.types import words

_PENDING = text("state IN ('waiting', 'leased')")
_LEASED = text("state = 'leased'")


class JobRow(Base):
    """A step to do at a time. The idempotency key makes adding it twice harmless.

    Of the jobs in one lane one is leased at a time, whoever asks: that is how a source is never crawled twice at once.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_due", "due", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("uq_jobs_lane", "lane", unique=True, sqlite_where=_LEASED, postgresql_where=_LEASED),
        Index("ix_jobs_lane", "lane", "id"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    key: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[str | None]
    due: Mapped[datetime]
    state: Mapped[str] = mapped_column(words("waiting", "leased", "done", "failed"))
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
