"""Sources: what is watched, and when it was last visited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.errors import Conflict, NotFound
from listings.page import Source
from listings.wording import Wording
from store.database import Database
from store.insertion import inserted
from store.models.crawling import SourceRow
from store.records import WatchedSource


class SourceStore:
    """Keeps the sources by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        site: str,
        start: Sequence[str],
        *,
        query: str | None = None,
        every: timedelta | None = None,
        cron: str | None = None,
        quiet_hours: str | None = None,
    ) -> Source:
        """Add a source.

        Raises:
            Conflict: the name is taken.
        """
        row = {
            "name": name,
            "site": site,
            "start": list(start),
            "query": query,
            "every_seconds": None if every is None else int(every.total_seconds()),
            "cron": cron,
            "quiet_hours": quiet_hours,
        }
        with self._database.writing() as session:
            if not inserted(session, SourceRow, row):
                what = Wording(f"đã có nguồn theo dõi tên “{name}”", f"there is a source named {name} already")
                raise Conflict(what, remedy=Wording("hãy chọn tên khác", "choose another name"))
            return _record(find(session, name))

    def get(self, name: str) -> Source:
        """Give a source.

        Raises:
            NotFound: no source has this name.
        """
        with self._database.reading() as session:
            return _record(find(session, name))

    def all(self) -> Sequence[Source]:
        """Give all sources by name, paused ones too."""
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(select(SourceRow).order_by(SourceRow.name))]

    def watched(self) -> Sequence[WatchedSource]:
        """Give all sources by name with their last visits."""
        with self._database.reading() as session:
            rows = session.scalars(select(SourceRow).order_by(SourceRow.name)).all()
            return [WatchedSource(source=_record(row), last_run_at=row.last_run_at) for row in rows]

    def pause(self, name: str, paused: bool = True) -> Source:
        """Pause a source, or wake it up again.

        Raises:
            NotFound: no source has this name.
        """
        with self._database.writing() as session:
            row = find(session, name)
            row.paused = paused
            return _record(row)

    def note_run(self, name: str, at: datetime) -> None:
        """Note when a source was last visited.

        Raises:
            NotFound: no source has this name.
        """
        with self._database.writing() as session:
            find(session, name).last_run_at = at

    def last_run_at(self, name: str) -> datetime | None:
        """Say when a source was last visited.

        Raises:
            NotFound: no source has this name.
        """
        with self._database.reading() as session:
            return find(session, name).last_run_at


def find(session: Session, name: str) -> SourceRow:
    """Give the row of a source.

    Raises:
        NotFound: no source has this name.
    """
    row = session.scalars(select(SourceRow).where(SourceRow.name == name)).one_or_none()
    if row is None:
        what = Wording(f"không có nguồn theo dõi nào tên “{name}”", f"no source is named {name}")
        raise NotFound(what, remedy=Wording("hãy xem danh sách nguồn theo dõi", "see the list of sources"))
    return row


def _record(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        name=row.name,
        site=row.site,
        start=tuple(row.start),
        query=row.query,
        every=None if row.every_seconds is None else timedelta(seconds=row.every_seconds),
        cron=row.cron,
        paused=row.paused,
        quiet_hours=row.quiet_hours,
    )
