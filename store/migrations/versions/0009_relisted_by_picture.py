"""By what a listing that came back was recognised: its text, or a picture."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SIGNS = sa.Enum("text", "picture", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("listings", sa.Column("relisted_by", SIGNS, nullable=True))
    op.execute("UPDATE listings SET relisted_by = 'text' WHERE relisted_from IS NOT NULL")
