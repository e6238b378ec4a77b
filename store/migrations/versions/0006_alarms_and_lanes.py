"""Reports kept with their runs, alarms, quiet hours of a source, and jobs that go one at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LEASED = sa.text("state = 'leased'")
OPEN = sa.text("acknowledged_at IS NULL")


def upgrade() -> None:
    op.add_column("sources", sa.Column("quiet_hours", sa.Text(), nullable=True))
    op.add_column("runs", sa.Column("worked_seconds", sa.Double(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("peak_memory", BIG, nullable=True))
    op.add_column("runs", sa.Column("report", JSON, nullable=True))
    op.create_table(
        "alarms",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("basis", sa.Enum("profile", "history", native_enum=False, length=20), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_alarms_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(op.f("ix_alarms_run_id"), "alarms", ["run_id"], unique=False)
    op.create_index("ix_alarms_open", "alarms", ["run_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.add_column("jobs", sa.Column("lane", sa.Text(), nullable=True))
    op.create_index("uq_jobs_lane", "jobs", ["lane"], unique=True, sqlite_where=LEASED, postgresql_where=LEASED)
    op.create_index("ix_jobs_lane", "jobs", ["lane", "id"], unique=False)
