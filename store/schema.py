"""Bringing a database to the shape this Soi needs, or refusing one that is not ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from listings.errors import StoreMismatch
from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "soi_schema"
"""Named after us: a database without it that holds other tables belongs to another program."""

# Any number will do as long as all Soi processes take the same one.
_LOCK = 5_013_001
_MIGRATIONS = Path(__file__).parent / "migrations"


def bring_to_head(database: Database) -> None:
    """Create or migrate the tables; processes that start together do it one after the other.

    Raises:
        StoreMismatch: the database is another program's, or was written by a newer Soi.
        StoreUnavailable: it cannot be opened or written.
    """
    head = newest_revision()
    with database.migrating() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        revision = _revision(connection, database.where)
        if revision == head:
            return
        _upgrade(connection, revision, database.where)


def newest_revision() -> str:
    """Name the newest migration by its file, `NNNN_what_it_does.py`: Alembic itself is imported only to migrate."""
    return max(file.name[:4] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def alembic_settings() -> Config:
    """Give Alembic's settings for our folder of migrations."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return settings


def _upgrade(connection: Connection, revision: str | None, where: str) -> None:
    from alembic import command

    settings = alembic_settings()
    _refuse_newer(settings, revision, where)
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _revision(connection: Connection, where: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        return revision
    if tables:
        raise StoreMismatch(
            f"this database belongs to another program (it holds {tables[0]})", where=where, remedy="name another one"
        )
    return None


def _refuse_newer(settings: Config, revision: str | None, where: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreMismatch(
            f"this database was written by a newer Soi (its schema is {revision})", where=where, remedy="update Soi"
        )
