"""Inserting what may be there already, in one statement, so that two writers never trip over one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table, inspect
from sqlalchemy.orm import Session

from store.models.base import Base


def inserted(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same key is there, and say whether it was new.

    A writer that finds the key in another's unfinished transaction waits for its end.
    """
    return count_inserted(session, table, [values]) == 1


def count_inserted(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet, and give how many were new."""
    return len(inserted_keys(session, table, rows))


def inserted_keys(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
    """Insert the rows whose keys are not there yet, and give the primary keys of those that were new.

    Where a key has several columns, its first.
    """
    if not rows:
        return []
    session.flush()
    # One statement whatever the number of rows, so that it is compiled once.
    statement = _insertion(session, table).returning(inspect(table).primary_key[0])
    return session.connection().execute(statement, [dict(row) for row in rows]).scalars().all()


def _insertion(session: Session, table: type[Base]) -> Insert:
    target = table.__table__
    assert isinstance(target, Table)
    # Either engine's words are imported where it is used: PostgreSQL's take a fortieth of a crawl's start.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(target).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(target).on_conflict_do_nothing()
