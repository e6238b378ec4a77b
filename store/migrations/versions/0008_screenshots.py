"""Screenshots of queued listings as they were captured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "screenshots",
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("capture_id", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["listing_versions.id"], name=op.f("fk_screenshots_version_id")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_screenshots_capture_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_screenshots")),
    )
