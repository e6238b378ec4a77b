"""Rules in shadow: what they found, what people said of it, and who set which rule live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shadow_findings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("judgement_id", BIG, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("quote", sa.String(length=64), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_shadow_findings_judgement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_findings")),
    )
    op.create_index(op.f("ix_shadow_findings_judgement_id"), "shadow_findings", ["judgement_id"], unique=False)
    op.create_index(op.f("ix_shadow_findings_rule"), "shadow_findings", ["rule"], unique=False)
    op.create_table(
        "rule_marks",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("quote", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["listing_versions.id"], name=op.f("fk_rule_marks_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_marks")),
    )
    op.create_index("ix_rule_marks_quote", "rule_marks", ["version_id", "rule", "quote"], unique=False)
    op.create_table(
        "rule_changes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("state", sa.Enum("live", "shadow", native_enum=False, length=20), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("phrases", JSON, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_changes")),
    )
    op.create_index("uq_rule_changes_number", "rule_changes", ["rule", "number"], unique=True)
    op.create_index(op.f("ix_findings_rule"), "findings", ["rule"], unique=False)
