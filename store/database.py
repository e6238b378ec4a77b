"""The one way to the database: transactions, and the boundary where its failures become our errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from listings.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from listings.wording import Wording
from store.chain import seal
from store.engine_faults import fault_of_engine
from store.engines import connect
from store.models.base import Base

Clock = Callable[[], datetime]
Row = TypeVar("Row", bound=Base)

LARGEST_ID = 2**63 - 1

CORRECT_NUMBER = Wording("hãy kiểm tra lại số", "correct the number")
_TRY_AGAIN = Wording("hãy thử lại", "try again")
_RACE = Wording("một chương trình khác vừa ghi đúng mục này", "another program wrote the same thing at the same moment")
# What the tables that a screen asks by number hold.
_HELD: Mapping[str, str] = {
    "hits": "tin nghi vấn",
    "listings": "tin đăng",
    "listing_versions": "phiên bản tin đăng",
    "takedowns": "yêu cầu gỡ bỏ",
    "runs": "lượt thu thập",
    "frontier": "trang",
    "shadow_findings": "dấu hiệu chạy thử",
    "capture_tokens": "mã chụp trang",
    "pages_to_capture": "trang cần chụp",
}


def utc_now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


class Database:
    """Opens transactions. Every error of the engine leaves as StoreUnavailable, StoreMismatch or Conflict."""

    def __init__(self, url: URL, *, busy_timeout: timedelta, clock: Clock = utc_now) -> None:
        self.url = url
        self.now = clock
        self._engine = connect(url, busy_timeout)
        self._writer = self._engine.execution_options(soi_begin="IMMEDIATE")
        self._bare = self._engine.execution_options(soi_begin="")
        self._durable_writer = self._engine.execution_options(soi_begin="IMMEDIATE", soi_durable=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment and writes nothing.

        Raises:
            StoreUnavailable: locked, unreachable, no rights.
        """
        with self._boundary(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Session]:
        """Give a session that is committed as a whole, its chain entries last, or leaves nothing.

        Args:
            durable: wait until the commit would survive a power cut (decisions and what follows from them).

        Raises:
            StoreUnavailable: locked, full disk, unreachable, no rights.
            Conflict: another program wrote the same row at the same moment.
        """
        engine = self._durable_writer if durable else self._writer
        with self._boundary(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
            seal(session)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Give a bare connection in one writing transaction, for migrations."""
        with self._boundary(), self._writer.begin() as connection:
            yield connection

    def flush_log(self) -> None:
        """Fold SQLite's write-ahead log into the file, so that erased keys do not linger in it."""
        if self.url.get_backend_name() == "sqlite":
            self._outside_transactions("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, target: Path) -> None:
        """Write a copy of one moment, while others go on writing.

        Raises:
            InvalidInput: the database is PostgreSQL, which has its own tool, or the target is there already.
            StoreUnavailable: the copy cannot be written.
        """
        if self.url.get_backend_name() != "sqlite":
            raise InvalidInput("only SQLite is copied as a file", where=self.where, remedy="use pg_dump")
        if target.exists():
            raise InvalidInput("there is a file of this name already", where=str(target), remedy="choose another name")
        self._outside_transactions("VACUUM INTO ?", str(target))

    def _outside_transactions(self, statement: str, *values: str) -> None:
        with self._boundary(), self._bare.connect() as connection:
            connection.exec_driver_sql(statement, values or None)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @property
    def where(self) -> str:
        """Name the file or the host, never the password."""
        if self.url.get_backend_name() == "sqlite":
            return str(self.url.database)
        host = self.url.host or self.url.query.get("host", "localhost")
        return f"{host}/{self.url.database}"

    @property
    def engine(self) -> Engine:
        """Give the engine for looking at the schema."""
        return self._engine

    @contextmanager
    def _boundary(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise Conflict(_RACE, where=self.where, remedy=Wording("hãy tải lại trang", "look again")) from error
        except (DataError, OverflowError) as error:
            what = Wording("có số quá lớn so với cơ sở dữ liệu", "a number is too large for the database")
            raise InvalidInput(what, where=self.where) from error
        except PoolExhausted as error:
            what = Wording("mọi kết nối tới cơ sở dữ liệu đều đang bận", "all connections are busy")
            raise StoreUnavailable(what, where=self.where, remedy=_TRY_AGAIN) from error
        except DBAPIError as error:
            raise fault_of_engine(error, self.where) from error


def require(session: Session, row: type[Row], number: int, *, lock: bool = False) -> Row:
    """Give a row by its id, locked against other writers if asked.

    Raises:
        NotFound: there is none.
    """
    found = session.get(row, number, with_for_update=lock or None) if 0 < number <= LARGEST_ID else None
    if found is None:
        name = row.__tablename__.removesuffix("s").replace("_", " ")
        held = _HELD.get(row.__tablename__, "bản ghi")
        raise NotFound(
            Wording(f"không có {held} nào mang số {number}", f"there is no {name} {number}"), remedy=CORRECT_NUMBER
        )
    return found
