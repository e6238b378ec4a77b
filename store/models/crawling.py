"""Sources, their runs, the frontier of each run, and which listings a run saw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Double, ForeignKey, Index, text
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
    quiet_hours: Mapped[str | None]
    paused: Mapped[bool] = mapped_column(Boolean, default=False)
    last_run_at: Mapped[datetime | None]


class RunRow(Base):
    """One run of a source. While `finish` is empty it is live, or waits to be gone on with.

    `worked_seconds` leaves out the time between a kill and the going on. `report` is what the run came to, once ended.
    """

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
    worked_seconds: Mapped[float] = mapped_column(Double, default=0.0)
    peak_memory: Mapped[int | None]
    report: Mapped[dict[str, Any] | None]


class PageRow(Base):
    """One row of a run's frontier, from first sight to its end state. The run's counters are read off these rows."""

    __tablename__ = "frontier"
    __table_args__ = (
        Index("uq_frontier_address", "run_id", "address", unique=True),
        Index("ix_frontier_due", "run_id", "state", "priority", "id"),
        # For the tray of pages that could not be read, and were not read since.
        Index(
            "ix_frontier_page",
            "address",
            "id",
            sqlite_where=text("kind <> 'image'"),
            postgresql_where=text("kind <> 'image'"),
        ),
        Index(
            "ix_frontier_unread",
            "id",
            sqlite_where=text("outcome = 'unreadable' AND kind <> 'image'"),
            postgresql_where=text("outcome = 'unreadable' AND kind <> 'image'"),
        ),
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


class KnownPageRow(Base):
    """What a source's earlier runs know of an address, so that a run asks for what is new and changes first.

    `digest` is the SHA-256 of the body that was read last; `interval_seconds` shrinks when the page changed and grows
    when it did not.
    """

    __tablename__ = "known_pages"
    __table_args__ = (Index("uq_known_pages_address", "source_id", "address", unique=True),)

    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    address: Mapped[Digest]
    url: Mapped[str]
    kind: Mapped[str] = mapped_column(words("index", "listing", "sitemap", "image", "unknown"))
    depth: Mapped[int]
    render: Mapped[bool] = mapped_column(Boolean)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    digest: Mapped[Digest | None]
    listing_ids: Mapped[list[int]]
    """The listings read there."""
    leads_to: Mapped[list[dict[str, Any]] | None]
    """Of a service's answer: `url`, `kind` and `priority` of the pages that it alone leads to."""
    read_at: Mapped[datetime]
    """When it was last read in full."""
    interval_seconds: Mapped[int]
    due: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class FetchDayRow(Base):
    """How many pages were fetched from a host on a day (UTC): the daily budget holds across runs and sources."""

    __tablename__ = "fetch_days"

    host: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    """`2026-01-31`"""
    pages: Mapped[int]


class SightingRow(Base):
    """A listing as one run saw it: new, changed, the same or no longer there, and the fields it lacked."""

    __tablename__ = "sightings"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    state: Mapped[str] = mapped_column(words("new", "changed", "same", "gone"))
    missing: Mapped[list[str]]
