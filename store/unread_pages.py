"""The pages that a crawl found and could not read, one by one, until a later run reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from listings.capturing import PageToDoState
from listings.errors import InvalidInput
from listings.urls import canonical_url
from store.addresses import address_of
from store.database import LARGEST_ID, Database, require
from store.models.capturing import PageToCaptureRow
from store.models.crawling import PageRow, RunRow, SourceRow
from store.records import UnreadPage

_STATES: dict[str, PageToDoState] = {state: state for state in get_args(PageToDoState)}


class UnreadPageStore:
    """Shows them; what becomes of them is decided on the list of pages to capture."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, before: int | None = None, limit: int = 30) -> Sequence[UnreadPage]:
        """Give pages that the latest visit could not read, the newest first; pictures are not among them."""
        later = aliased(PageRow)
        visited = exists().where(
            later.address == PageRow.address, later.id > PageRow.id, later.kind != "image", later.state == "ended"
        )
        query = (
            select(PageRow, RunRow.started, SourceRow.name)
            .join(RunRow, RunRow.id == PageRow.run_id)
            .join(SourceRow, SourceRow.id == RunRow.source_id)
            .where(PageRow.outcome == "unreadable", PageRow.kind != "image", PageRow.id < (before or LARGEST_ID))
            .where(~visited)
            .order_by(PageRow.id.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            found = session.execute(query).all()
            wanted = dict(
                session.execute(
                    select(PageToCaptureRow.address, PageToCaptureRow.state).where(
                        PageToCaptureRow.address.in_([_wanted_address(page.url) for page, _, _ in found])
                    )
                ).all()
            )
            return [_record(page, started, source, wanted) for page, started, source in found]

    def get(self, page_id: int) -> tuple[str, str]:
        """Give the address of a page that could not be read, and why.

        Raises:
            NotFound: there is no such page.
        """
        with self._database.reading() as session:
            row = require(session, PageRow, page_id)
            return row.url, row.reason or "unknown"


def _record(page: PageRow, started: datetime, source: str, wanted: Mapping[str, str]) -> UnreadPage:
    state = wanted.get(_wanted_address(page.url))
    return UnreadPage(
        id=page.id,
        url=page.url,
        reason=page.reason or "unknown",
        run_id=page.run_id,
        source=source,
        started=started,
        wanted=_STATES[state] if state else None,
    )


def _wanted_address(url: str) -> str:
    try:
        return address_of(canonical_url(url))
    except InvalidInput:
        return ""
