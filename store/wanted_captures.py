"""The pages that people are to open and capture, because no crawler may or can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from listings.capturing import PageToCapture, PageToDoState
from listings.urls import canonical_url
from store.addresses import address_of
from store.database import LARGEST_ID, Database, require
from store.insertion import count_inserted
from store.models.capturing import PageToCaptureRow

_STATES: dict[str, PageToDoState] = {state: state for state in get_args(PageToDoState)}


class WantedCaptureStore:
    """Keeps the list, one row per page whatever way it was linked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, urls: Iterable[str], user: str, now: datetime, *, why: str | None = None) -> int:
        """Put pages on the list that are not on it yet; give how many were new.

        Raises:
            InvalidInput: one is no web address; then none is added.
        """
        rows = [
            {"url": url, "address": _address(url), "state": "to_do", "why": why, "added_by": user, "added_at": now}
            for url in urls
        ]
        with self._database.writing() as session:
            return count_inserted(session, PageToCaptureRow, sorted(rows, key=lambda row: str(row["address"])))

    def want_again(self, page_id: int) -> PageToCapture:
        """Put a page that was captured or skipped back among those to do.

        Raises:
            NotFound: there is no such page.
        """
        with self._database.writing() as session:
            row = require(session, PageToCaptureRow, page_id, lock=True)
            row.state, row.ended_by, row.ended_at = "to_do", None, None
            return _record(row)

    def skip(self, page_id: int, user: str, now: datetime) -> PageToCapture:
        """Note that somebody will not capture a page; one that has ended stays as it is.

        Raises:
            NotFound: there is no such page.
        """
        with self._database.writing() as session:
            row = require(session, PageToCaptureRow, page_id, lock=True)
            if row.state == "to_do":
                row.state, row.ended_by, row.ended_at = "skipped", user, now
            return _record(row)

    def page(self, state: PageToDoState, after: int = 0, limit: int = 50) -> Sequence[PageToCapture]:
        """Give the pages of one state: those to do in the order of the list, those ended the newest first."""
        query = select(PageToCaptureRow).where(PageToCaptureRow.state == state).limit(limit)
        if state == "to_do":
            query = query.where(PageToCaptureRow.id > after).order_by(PageToCaptureRow.id)
        else:
            query = query.where(PageToCaptureRow.id < (after or LARGEST_ID)).order_by(PageToCaptureRow.id.desc())
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]

    def counts(self) -> dict[PageToDoState, int]:
        """Say how many pages are in each state."""
        query = select(PageToCaptureRow.state, func.count()).group_by(PageToCaptureRow.state)
        with self._database.reading() as session:
            found: dict[str, int] = dict(session.execute(query).all())
        return {state: found.get(state, 0) for state in _STATES.values()}

    def next_after(self, url: str) -> PageToCapture | None:
        """Give the page to do that follows an address on the list, from the top again after the last; else None."""
        with self._database.reading() as session:
            here = select(PageToCaptureRow).where(PageToCaptureRow.address == _address(url))
            row = session.scalars(here).one_or_none()
            waiting = select(PageToCaptureRow).where(PageToCaptureRow.state == "to_do")
            if row is not None:
                waiting = waiting.where(PageToCaptureRow.id != row.id)
            turn = PageToCaptureRow.id < (row.id if row else 0)
            following = session.scalars(waiting.order_by(turn, PageToCaptureRow.id).limit(1)).one_or_none()
            return None if following is None else _record(following)


def close_captured(session: Session, urls: Iterable[str | None], user: str, at: datetime) -> bool:
    """Note within a transaction that a page was captured, by any of its web addresses; say whether it was wanted."""
    addresses = {_address(url) for url in urls if url and url.startswith(("http://", "https://"))}
    waiting = PageToCaptureRow.state == "to_do", PageToCaptureRow.address.in_(addresses)
    ended = update(PageToCaptureRow).where(*waiting).values(state="captured", ended_by=user, ended_at=at)
    return bool(session.execute(ended.returning(PageToCaptureRow.id)).all())


def _address(url: str) -> str:
    """Give the SHA-256 of the address without what only tells who sent the visitor."""
    return address_of(canonical_url(url))


def _record(row: PageToCaptureRow) -> PageToCapture:
    return PageToCapture(
        id=row.id,
        url=row.url,
        state=_STATES[row.state],
        why=row.why,
        added_by=row.added_by,
        added_at=row.added_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
