"""Fingerprints of images with their clusters; what references match, and which were set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "image_hash_blocks",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_hash_blocks")),
    )
    op.create_table(
        "image_hashes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pdq", sa.LargeBinary(), nullable=True),
        sa.Column("cluster", BIG, nullable=True),
        sa.Column("block_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["block_id"], ["image_hash_blocks.id"], name=op.f("fk_image_hashes_block_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_hashes")),
        sa.UniqueConstraint("digest", name=op.f("uq_image_hashes_digest")),
    )
    op.create_index(op.f("ix_image_hashes_cluster"), "image_hashes", ["cluster"], unique=False)
    op.create_index(op.f("ix_image_hashes_block_id"), "image_hashes", ["block_id"], unique=False)
    for name, condition in (("unplaced", "cluster IS NULL"), ("unpacked", "block_id IS NULL")):
        where = sa.text(f"{condition} AND pdq IS NOT NULL")
        op.create_index(f"ix_image_hashes_{name}", "image_hashes", ["id"], sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_listing_images_digest"), "listing_images", ["digest"], unique=False)
    op.create_table(
        "reference_matches",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("image", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Enum("counts", "aside", "gone", native_enum=False, length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("finding", JSON, nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_reference_matches_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_matches")),
    )
    op.create_index("uq_reference_matches_pair", "reference_matches", ["listing_id", "reference"], unique=True)
    op.create_index("ix_reference_matches_new", "reference_matches", ["matched_at", "reference"], unique=False)
    op.create_index("ix_reference_matches_reference", "reference_matches", ["reference", "matched_at"], unique=False)
    op.create_table(
        "reference_changes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("state", sa.Enum("aside", "released", "benign", native_enum=False, length=20), nullable=False),
        sa.Column("matches", BIG, nullable=False),
        sa.Column("usual", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_changes")),
    )
    op.create_index("uq_reference_changes_number", "reference_changes", ["reference", "number"], unique=True)
