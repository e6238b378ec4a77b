"""What earlier runs of a source know of its pages: what to ask for again, when, and whether it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.page import WantedPage
from store.addresses import address_of
from store.ended_page import EndedPage
from store.insertion import count_inserted
from store.models.crawling import FetchDayRow, KnownPageRow, PageRow

SHORTEST = timedelta(hours=1)
FIRST = timedelta(days=1)
LONGEST = timedelta(days=14)
"""Between two readings of a page: halved when it changed, doubled when it did not, within these bounds."""

FULL_READING = timedelta(days=7)
"""So often a page is read in full, whatever its server says: ETags lie, and a newer Soi reads better."""

DUE, NOT_DUE = 28, 5
"""Priorities of known listings, beside new ones (30), paging (25) and indexes (20): new, due, the rest last."""

_CONDITIONAL = frozenset({"listing", "image"})
"""An index is always read: an address that failed before may stand nowhere else. So is a service's last answer: what
comes in later stands behind it."""
_NO_SHOP_PAGE = frozenset({"no_listing", "not_html", "browser_missing"})
_TOLD = frozenset({"read", "same", "gone"})
_FREE = frozenset({"image", "sitemap"})


def known_pages(session: Session, source_id: int, most: int, now: datetime) -> list[WantedPage]:
    """Give the pages to visit again, also those that nothing links any more: only so are they found gone."""
    query = select(KnownPageRow).where(KnownPageRow.source_id == source_id, KnownPageRow.gone_at.is_(None))
    query = query.where(KnownPageRow.kind == "listing").order_by(KnownPageRow.due, KnownPageRow.id).limit(most)
    return [_wanted(row, now) for row in session.scalars(query)]


def _wanted(row: KnownPageRow, now: datetime) -> WantedPage:
    priority = DUE if row.due <= now else NOT_DUE
    return WantedPage(url=row.url, kind="listing", depth=row.depth, render=row.render, priority=priority)


def with_memory(session: Session, source_id: int, pages: Sequence[WantedPage], now: datetime) -> Sequence[WantedPage]:
    """Tell pages about to be fetched what they were when they were read last, so that they are asked conditionally."""
    known = _known(session, source_id, [address_of(page.url) for page in pages])
    return [_with(page, known.get(address_of(page.url)), now) for page in pages]


def _with(page: WantedPage, row: KnownPageRow | None, now: datetime) -> WantedPage:
    if row is None or row.gone_at is not None or now - row.read_at > FULL_READING:
        return page
    if row.kind not in _CONDITIONAL or (page.kind == "index" and not row.leads_to):
        return page
    if urlsplit(row.url).fragment != urlsplit(page.url).fragment:
        # Never sent, but it says how a service's answer is to be read.
        return page
    return replace(page, etag=row.etag, last_modified=row.last_modified, digest=row.digest)


def same_listings(session: Session, source_id: int, address: str) -> Sequence[int]:
    """Give the listings that were read at an address."""
    row = _known(session, source_id, [address]).get(address)
    return [] if row is None else row.listing_ids


def still_leading(session: Session, source_id: int, ended: Iterable[EndedPage]) -> Sequence[WantedPage]:
    """Give the pages to which answers lead that came back as not modified."""
    same = [each.row for each in ended if each.outcome.state == "same" and each.row.kind != "image"]
    known = _known(session, source_id, [row.address for row in same])
    return [
        WantedPage(url=to["url"], kind=to["kind"], priority=to["priority"], depth=row.depth)
        for row in same
        if row.address in known
        for to in known[row.address].leads_to or ()
    ]


def remember(session: Session, source_id: int, ended: Iterable[EndedPage]) -> None:
    """Note what pages were, for the runs to come. What was kept from us leaves earlier knowledge as it is."""
    told = {each.row.address: each for each in ended if each.outcome.state in _TOLD or _has_failed(each)}
    known = _known(session, source_id, sorted(told))
    for address, each in told.items():
        if address in known:
            _update(known[address], each)
    fresh = ((address, each) for address, each in sorted(told.items()) if address not in known)
    new = [_values(source_id, each) for _, each in fresh if each.outcome.state in {"read", "unreadable"}]
    count_inserted(session, KnownPageRow, new)


def _known(session: Session, source_id: int, addresses: Sequence[str]) -> dict[str, KnownPageRow]:
    if not addresses:
        return {}
    query = select(KnownPageRow).where(KnownPageRow.source_id == source_id, KnownPageRow.address.in_(addresses))
    return {row.address: row for row in session.scalars(query)}


def _has_failed(each: EndedPage) -> bool:
    """Say whether a listing's page was kept from us: it may stand in no index when the next run comes."""
    outcome = each.outcome
    return outcome.state == "unreadable" and each.row.kind == "listing" and outcome.reason not in _NO_SHOP_PAGE


def _update(row: KnownPageRow, each: EndedPage) -> None:
    if each.outcome.state == "unreadable":
        return
    if each.outcome.state == "gone":
        row.gone_at = row.gone_at or each.at
        return
    changed = each.outcome.state == "read" and _has_changed(row, each)
    factor = 0.5 if changed else 2.0
    length = min(max(timedelta(seconds=row.interval_seconds) * factor, SHORTEST), LONGEST)
    row.interval_seconds, row.due, row.gone_at = int(length.total_seconds()), each.at + length, None
    if each.outcome.state == "read":
        for name, value in _read(each).items():
            setattr(row, name, value)


def _has_changed(row: KnownPageRow, each: EndedPage) -> bool:
    """Say whether a page changed in what matters: its listings where it has any, else its bytes."""
    if each.kept:
        return any(result.state != "same" for result, _ in each.kept)
    return each.capture is not None and each.capture.digest != row.digest


def _read(each: EndedPage) -> Mapping[str, object]:
    capture = each.capture if each.outcome.state == "read" else None
    headers = capture.headers if capture else {}
    return {
        "url": each.row.url,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "digest": capture.digest if capture else None,
        "listing_ids": [result.listing_id for result, _ in each.kept],
        "kind": "listing" if each.kept else each.row.kind,
        "leads_to": [{"url": to.url, "kind": to.kind, "priority": to.priority} for to in each.outcome.leads_to],
        "read_at": each.at,
    }


def _values(source_id: int, each: EndedPage) -> Mapping[str, object]:
    page: PageRow = each.row
    return {
        "source_id": source_id,
        "address": page.address,
        "depth": page.depth,
        "render": page.render,
        "interval_seconds": int(FIRST.total_seconds()),
        "due": each.at + FIRST,
        "gone_at": None,
        **_read(each),
    }


def count_fetches(session: Session, ended: Iterable[EndedPage]) -> None:
    """Add pages to what their hosts gave today. Pages never fetched (refused, banned) do not count."""
    fetched = [each for each in ended if each.row.kind not in _FREE and each.outcome.state not in {"refused", "banned"}]
    counts = Counter((urlsplit(each.row.url).netloc, _day(each.at)) for each in fetched)
    count_inserted(session, FetchDayRow, [{"host": host, "day": day, "pages": 0} for host, day in sorted(counts)])
    for (host, day), pages in sorted(counts.items()):
        row = session.get_one(FetchDayRow, (host, day), with_for_update=True)
        row.pages += pages


def fetched_on(session: Session, host: str, at: datetime) -> int:
    """Say how many pages were fetched from a host on the day of a time."""
    row = session.get(FetchDayRow, (host, _day(at)))
    return 0 if row is None else row.pages


def _day(at: datetime) -> str:
    return at.strftime("%Y-%m-%d")
