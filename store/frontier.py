"""A run's pages to fetch: offered once per address, handed out when due, put back when a site asks for patience."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from listings.page import PageKind, WantedPage
from store.addresses import address_of
from store.insertion import count_inserted
from store.models.crawling import PageRow

_KINDS: dict[str, PageKind] = {
    "index": "index",
    "listing": "listing",
    "sitemap": "sitemap",
    "image": "image",
    "unknown": "unknown",
}


def offer_pages(session: Session, run_id: int, pages: Iterable[WantedPage], now: datetime) -> int:
    """Add the addresses that the run does not know yet; give how many were new."""
    rows = [
        {
            "run_id": run_id,
            "url": page.url,
            "address": address_of(page.url),
            "kind": page.kind,
            "depth": page.depth,
            "tries": page.tries,
            "render": page.render,
            "priority": page.priority,
            "listing_id": page.listing_id,
            "etag": page.etag,
            "last_modified": page.last_modified,
            "due": now,
        }
        for page in pages
    ]
    # In one order for all writers, so that two of them never wait for one another in a circle.
    return count_inserted(session, PageRow, sorted(rows, key=lambda row: str(row["address"])))


def take_pages(session: Session, run_id: int, limit: int, now: datetime) -> Sequence[WantedPage]:
    """Hand out due pages, the highest priority first, and mark them in flight."""
    query = (
        select(PageRow)
        .where(PageRow.run_id == run_id, PageRow.state == "waiting", PageRow.due <= now)
        .order_by(PageRow.priority.desc(), PageRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(query).all()
    session.execute(update(PageRow).where(PageRow.id.in_([row.id for row in rows])).values(state="in_flight"))
    return [wanted(row) for row in rows]


def give_back(session: Session, run_id: int, pages: Iterable[WantedPage]) -> None:
    """Let pages wait again that were handed out for nothing."""
    taken = PageRow.id.in_([page.id for page in pages if page.id is not None])
    mine = (PageRow.run_id == run_id, PageRow.state == "in_flight")
    session.execute(update(PageRow).where(taken, *mine).values(state="waiting"))


def next_due(session: Session, run_id: int) -> datetime | None:
    """Say when the next waiting page is due."""
    return session.scalar(select(func.min(PageRow.due)).where(PageRow.run_id == run_id, PageRow.state == "waiting"))


def page_rows(session: Session, run_id: int, pages: Sequence[WantedPage], now: datetime) -> list[PageRow]:
    """Give the locked rows of several pages in the same order, adding those the run did not know."""
    numbers = [page.id for page in pages if page.id is not None]
    known = select(PageRow).where(PageRow.run_id == run_id, PageRow.id.in_(numbers)).order_by(PageRow.id)
    rows = {row.id: row for row in session.scalars(known.with_for_update())} if numbers else {}
    return [rows.get(page.id or 0) or page_row(session, run_id, page, now) for page in pages]


def page_row(session: Session, run_id: int, page: WantedPage, now: datetime) -> PageRow:
    """Give the locked row of a page, adding it if the run did not know the address (a redirect, say)."""
    known = select(PageRow).where(PageRow.run_id == run_id).with_for_update()
    known = known.where(PageRow.address == address_of(page.url) if page.id is None else PageRow.id == page.id)
    row = session.scalars(known).one_or_none()
    if row is None:
        offer_pages(session, run_id, [page], now)
        row = session.scalars(
            select(PageRow).where(PageRow.run_id == run_id, PageRow.address == address_of(page.url)).with_for_update()
        ).one()
    return row


def wanted(row: PageRow) -> WantedPage:
    """Give a row as the record that the crawler works with."""
    return WantedPage(
        url=row.url,
        kind=_KINDS[row.kind],
        id=row.id,
        depth=row.depth,
        tries=row.tries,
        render=row.render,
        priority=row.priority,
        listing_id=row.listing_id,
        etag=row.etag,
        last_modified=row.last_modified,
    )
