"""How each engine is opened: SQLite with its write-ahead log, PostgreSQL through psycopg."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from listings.errors import InvalidInput, StoreUnavailable, ToolMissing

# The web application answers up to 40 requests at once in threads.
_CONNECTIONS = 40


def read_url(database_url: str) -> URL:
    """Read a database address.

    Raises:
        InvalidInput: it is no address, or of an engine that Soi does not speak.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise InvalidInput(
            "the database address cannot be read", remedy="use sqlite:///file or postgresql://"
        ) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url
    raise InvalidInput(
        f"databases of the kind {url.drivername} are not supported, nor are databases in memory",
        remedy="use sqlite:///file or postgresql://",
    )


def connect(url: URL, busy_timeout: timedelta) -> Engine:
    """Make an engine for the address; nothing is opened yet.

    Raises:
        ToolMissing: PostgreSQL is asked for and its driver is not installed.
        StoreUnavailable: SQLite's folder cannot be made.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_timeout)
    try:
        return create_engine(
            url, pool_pre_ping=True, max_overflow=_CONNECTIONS, connect_args={"connect_timeout": _seconds(busy_timeout)}
        )
    except ModuleNotFoundError as error:
        raise ToolMissing("the PostgreSQL driver is missing", remedy="install soi[postgresql]") from error


def _seconds(length: timedelta) -> int:
    return max(2, int(length.total_seconds()))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            "the folder of the database cannot be made", where=str(folder), remedy="check its name and your rights"
        ) from error


def _sqlite(url: URL, busy_timeout: timedelta) -> Engine:
    _make_folder(Path(str(url.database)).parent)
    engine = create_engine(url, max_overflow=_CONNECTIONS)

    @event.listens_for(engine, "connect")
    def _prepare(connection: SqliteConnection, _record: object) -> None:
        # The driver must not open transactions of its own: a writer has to take the lock at the start, since a
        # reader that turns writer halfway is refused at once, whatever the busy timeout.
        connection.isolation_level = None
        for setting in (
            f"busy_timeout = {int(busy_timeout.total_seconds() * 1000)}",
            "journal_mode = WAL",
            "foreign_keys = ON",
            # Freed pages are zeroed: the key of erased evidence must not survive in them.
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("soi_begin") == "":
            return  # checkpoints and copies refuse to run inside a transaction
        connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get('soi_durable') else 'NORMAL'}")
        connection.exec_driver_sql(f"BEGIN {options.get('soi_begin', 'DEFERRED')}")

    return engine
