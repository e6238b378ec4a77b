from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from listings.errors import InvalidInput, StoreMismatch, StoreUnavailable
from store.models import Base
from store.open import Stores, open_stores
from store.schema import VERSION_TABLE, alembic_settings, newest_revision
from tests.store.samples import SITE


def test_migrations_give_exactly_the_models(stores: Stores) -> None:
    with stores.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_that_its_file_says() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_settings()).get_current_head()


def test_opening_again_keeps_everything(reopen: Callable[[], Stores]) -> None:
    with reopen() as first:
        first.sources.add("nguồn", SITE, ["http://127.0.0.1:9/"])
    assert [source.name for source in reopen().sources.all()] == ["nguồn"]


def test_a_copy_holds_the_same_and_verifies(stores: Stores, evidence_folder: Path, tmp_path: Path) -> None:
    stores.evidence.put(b"page", "text/html")
    if stores.database.url.get_backend_name() != "sqlite":
        with pytest.raises(InvalidInput, match="pg_dump"):
            stores.copy_database(tmp_path / "copy.db")
        return
    stores.copy_database(tmp_path / "copy.db")
    stores.evidence.put(b"later", "text/html")
    with open_stores(f"sqlite:///{tmp_path / 'copy.db'}", evidence_folder) as copy:
        assert (copy.evidence.verify().faults, len(copy.evidence.entries())) == ((), 1)
    with pytest.raises(InvalidInput, match="already"):
        stores.copy_database(tmp_path / "copy.db")
    with pytest.raises(StoreUnavailable):
        stores.copy_database(tmp_path / "missing" / "copy.db")


def test_newer_database_is_refused(reopen: Callable[[], Stores]) -> None:
    with reopen() as stores, stores.database.writing() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StoreMismatch, match="newer Soi"):
        reopen()


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE recipes (id)")
    other.close()
    with pytest.raises(StoreMismatch, match="recipes"):
        open_stores(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "evidence")


def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Sir or Madam, " * 500)
    with pytest.raises(StoreMismatch, match="not a database"):
        open_stores(f"sqlite:///{file}", tmp_path / "evidence")
    assert file.read_bytes() == b"Dear Sir or Madam, " * 500


@pytest.mark.parametrize("url", ["", "mysql://u:p@h/d", "sqlite://", "sqlite:///:memory:"])
def test_addresses_we_do_not_speak(url: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        open_stores(url, tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="file"):
        open_stores(f"sqlite:///{tmp_path}/file/soi.db", tmp_path / "evidence")
    with pytest.raises(StoreUnavailable, match="file"):
        open_stores(f"sqlite:///{tmp_path}/soi.db", tmp_path / "file")


def test_page_numbers_beyond_the_database_are_wrong_input(stores: Stores) -> None:
    with pytest.raises(InvalidInput, match="too large"):
        stores.evidence.entries(after=10**30)


def test_unreachable_server_names_host_not_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnavailable) as caught:
        open_stores("postgresql://soi:geheim@127.0.0.1:1/soi", tmp_path / "evidence", busy_timeout=timedelta(seconds=2))
    assert "127.0.0.1" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)
