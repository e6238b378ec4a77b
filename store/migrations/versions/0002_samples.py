"""Samples: listings that no detector flagged, drawn for checking; and how close a verdict came to a claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("judgements", sa.Column("doubt", sa.Double(), nullable=True))
    kind = sa.Enum("random", "uncertain", native_enum=False, length=20)
    op.add_column("hits", sa.Column("sample", kind, nullable=True))
    op.create_table(
        "samples",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("judgement_id", BIG, nullable=False),
        sa.Column("hit_id", BIG, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hits.id"], name=op.f("fk_samples_hit_id")),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_samples_judgement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_index(op.f("ix_samples_hit_id"), "samples", ["hit_id"], unique=False)
    op.create_index("uq_samples_draw", "samples", ["judgement_id", "kind", "source"], unique=True)
