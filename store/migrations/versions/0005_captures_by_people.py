"""Tokens to send captures with, pages that people are to capture, and what came of everything they brought."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "capture_tokens",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_capture_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_capture_tokens_token_hash")),
    )
    op.create_index(op.f("ix_capture_tokens_user_id"), "capture_tokens", ["user_id"], unique=False)
    op.create_table(
        "pages_to_capture",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Enum("to_do", "captured", "skipped", native_enum=False, length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages_to_capture")),
        sa.UniqueConstraint("address", name=op.f("uq_pages_to_capture_address")),
    )
    op.create_index("ix_pages_to_capture_state", "pages_to_capture", ["state", "id"], unique=False)
    op.create_table(
        "received",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("bringer", sa.Enum("browser", "folder", native_enum=False, length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_digest")),
    )
    op.create_table(
        "received_parts",
        sa.Column("received_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=True),
        sa.Column("capture_id", BIG, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["received_id"], ["received.id"], name=op.f("fk_received_parts_received_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_received_parts_listing_id")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_received_parts_capture_id")),
        sa.PrimaryKeyConstraint("received_id", "number", name=op.f("pk_received_parts")),
    )
    pages = sa.text("kind <> 'image'")
    unread = sa.text("outcome = 'unreadable' AND kind <> 'image'")
    op.create_index("ix_frontier_page", "frontier", ["address", "id"], sqlite_where=pages, postgresql_where=pages)
    op.create_index("ix_frontier_unread", "frontier", ["id"], sqlite_where=unread, postgresql_where=unread)
