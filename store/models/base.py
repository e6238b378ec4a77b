"""The base of all tables and the column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

from store.models.types import CleanJson, CleanText, UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts up only INTEGER primary keys; PostgreSQL needs the wide type for years of pages.
BIG = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=True)]
Digest = Annotated[str, mapped_column(String(64))]
"""SHA-256 as 64 hex digits."""


class Base(DeclarativeBase):
    """Every table. Texts are cleaned of what a database cannot hold, times are UTC."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy declares it as an instance-level mapping
        int: BIG,
        str: CleanText(),
        bytes: LargeBinary(),
        datetime: UtcDateTime(),
        dict[str, Any]: CleanJson(),
        list[str]: CleanJson(),
        list[int]: CleanJson(),
        list[dict[str, Any]]: CleanJson(),
    }
