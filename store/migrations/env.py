"""Alembic's entry: runs the steps on the connection that `store.schema` hands over."""

from __future__ import annotations

from alembic import context

from store.models import Base
from store.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    compare_type=True,
    # Our SQLite connections begin transactions themselves, so a killed migration leaves nothing behind there either.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
