"""Sources, their runs, the frontier of each run, and which listings a run saw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class SourceRow(Base):
    """What is watched."""

    __tablename__ = "sources"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    site: Mapped[str]
    start: Mapped[list[str]]
    query: Mapped[str | None]
    every_seconds: Mapped[int | None]
    cron: Mapped[str | None]
    paused: Mapped[bool] = mapped_column(Boolean, default=False)
    last_run_at: Mapped[datetime | None]


class RunRow(Base):
    """One run of a source. While `finish` is empty it is live, or waits to be gone on with."""

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_live",
            "source_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
    )

    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    owner: Mapped[str]
    lease_seconds: Mapped[int]
    lease_until: Mapped[datetime]
    started: Mapped[datetime]
    ended: Mapped[datetime | None]
    finish: Mapped[str | None] = mapped_column(words("complete", "stopped", "failed"))


class PageRow(Base):
    """One row of a run's frontier, from first sight to its end state. The run's counters are read off these rows."""

    __tablename__ = "frontier"
    __table_args__ = (
        Index("uq_frontier_address", "run_id", "address", unique=True),
        Index("ix_frontier_due", "run_id", "state", "priority", "id"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    url: Mapped[str]
    address: Mapped[Digest]
    kind: Mapped[str] = mapped_column(words("index", "listing", "sitemap", "image", "unknown"))
    state: Mapped[str] = mapped_column(words("waiting", "in_flight", "ended"), default="waiting")
    outcome: Mapped[str | None] = mapped_column(words("read", "same", "unreadable", "gone", "refused", "banned"))
    reason: Mapped[str | None]
    depth: Mapped[int]
    tries: Mapped[int]
    render: Mapped[bool] = mapped_column(Boolean)
    priority: Mapped[int]
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    due: Mapped[datetime]
    size: Mapped[int] = mapped_column(default=0)


class SightingRow(Base):
    """A listing as one run saw it: new, changed or the same, and the fields it lacked. One row per run and listing."""

    __tablename__ = "sightings"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    state: Mapped[str] = mapped_column(words("new", "changed", "same"))
    missing: Mapped[list[str]]
