"""Inserting what may be there already, in one statement, so that two writers never trip over one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models.base import Base

_ROWS_PER_STATEMENT = 500
"""SQLite binds at most 32,766 values in a statement; our widest table has 18 columns."""


def inserted(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same key is there, and say whether it was new.

    A writer that finds the key in another's unfinished transaction waits for its end.
    """
    return count_inserted(session, table, [values]) == 1


def count_inserted(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet, and give how many were new."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    key = inspect(table).primary_key[0]
    count = 0
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        some = insert(table).values([dict(row) for row in rows[start : start + _ROWS_PER_STATEMENT]])
        count += len(session.execute(some.on_conflict_do_nothing().returning(key)).all())
    return count
