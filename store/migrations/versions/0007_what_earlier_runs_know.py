"""What earlier runs know of a page, fetches of a day, and listings that came back under another id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = sa.Enum("index", "listing", "sitemap", "image", "unknown", native_enum=False, length=20)


def upgrade() -> None:
    op.create_table(
        "known_pages",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("depth", BIG, nullable=False),
        sa.Column("render", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("listing_ids", JSON, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interval_seconds", BIG, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_known_pages_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_pages")),
    )
    op.create_index("uq_known_pages_address", "known_pages", ["source_id", "address"], unique=True)
    op.create_table(
        "fetch_days",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("pages", BIG, nullable=False),
        sa.PrimaryKeyConstraint("host", "day", name=op.f("pk_fetch_days")),
    )
    op.add_column("listings", sa.Column("text_digest", sa.String(64), nullable=True))
    op.add_column("listings", sa.Column("relisted_from", BIG, nullable=True))
    op.create_index(op.f("ix_listings_text_digest"), "listings", ["text_digest"], unique=False)
