"""What people capture: their tokens, the pages wanted, and what came of everything that was brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class CaptureTokenRow(Base):
    """A right to send captures and nothing else. Only the SHA-256 of the token is kept."""

    __tablename__ = "capture_tokens"

    id: Mapped[Id]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PageToCaptureRow(Base):
    """A page that somebody is to capture. `address` is the SHA-256 of its canonical address."""

    __tablename__ = "pages_to_capture"
    __table_args__ = (Index("ix_pages_to_capture_state", "state", "id"),)

    id: Mapped[Id]
    url: Mapped[str]
    address: Mapped[Digest] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(words("to_do", "captured", "skipped"), default="to_do")
    why: Mapped[str | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class ReceivedRow(Base):
    """A page or file that a person brought, once per content. Until it is `done` a kill has it taken in again."""

    __tablename__ = "received"

    id: Mapped[Id]
    digest: Mapped[Digest] = mapped_column(unique=True)
    bringer: Mapped[str] = mapped_column(words("browser", "folder"))
    name: Mapped[str]
    user: Mapped[str | None]
    received_at: Mapped[datetime]
    done: Mapped[bool] = mapped_column(Boolean, default=False)


class ReceivedPartRow(Base):
    """One entry of it, by its number from 1: the listing it became, or why it became none."""

    __tablename__ = "received_parts"

    received_id: Mapped[int] = mapped_column(ForeignKey("received.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    title: Mapped[str | None]
    reason: Mapped[str | None]
    what: Mapped[str | None]
