"""The pages that a service's answer led to, so that none is lost when it is asked for conditionally."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("known_pages", sa.Column("leads_to", JSON, nullable=True))
