"""A run's report, read off the rows it left: no counter that a kill could leave wrong. Kept once the run has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from listings.page import RunFinish, RunReport
from listings.usual_runs import LAST_RUNS, Usual, UsualRuns, usual
from store.codec import run_report_of
from store.models.crawling import PageRow, RunRow, SightingRow, SourceRow
from store.models.listings import ListingRow

# Answers that mean "the site does not let us": what an officer must know before trusting a quiet report.
BLOCKING_REASONS = ("captcha", "login_wall", "blocked", "rate_limited")
FETCHED = ("read", "same", "unreadable", "gone")

_FINISHES: dict[str, RunFinish] = {"complete": "complete", "stopped": "stopped", "failed": "failed"}

FIGURES: dict[str, Callable[[RunReport], float | None]] = {
    "pages": lambda r: r.pages,
    "listings": lambda r: r.listings_seen,
    "new": lambda r: r.listings.get("new", 0),
    "changed": lambda r: r.listings.get("changed", 0),
    "same": lambda r: r.listings.get("same", 0),
    "gone": lambda r: r.listings.get("gone", 0),
    "unreadable": lambda r: sum(r.unreadable.values()),
    "blocked": lambda r: r.blocked,
    "retried": lambda r: r.retried,
    "bytes": lambda r: r.bytes,
    "dead_links": lambda r: r.dead_links,
    "refused_addresses": lambda r: r.refused_addresses,
    "pages_per_second": lambda r: r.pages_per_second,
    "peak_memory": lambda r: r.peak_memory,
}
"""What a run is compared by with those before it, beside the shares of missing fields."""


def report_of(session: Session, run: RunRow) -> RunReport:
    """Give the report that was kept when the run ended, or count what it has done so far."""
    return _counted(session, run) if run.report is None else run_report_of(run.report)


def usual_runs(session: Session, run: RunRow) -> UsualRuns | None:
    """Say what the last complete runs of the same source were like; None where there was none before."""
    earlier = (
        select(RunRow.report)
        .where(RunRow.source_id == run.source_id, RunRow.id < run.id)
        .where(RunRow.finish == "complete", RunRow.report.is_not(None))
        .order_by(RunRow.id.desc())
        .limit(LAST_RUNS)
    )
    reports = [run_report_of(kept) for kept in session.scalars(earlier) if kept is not None]
    if not reports:
        return None
    figures = {name: _usual([figure(report) for report in reports]) for name, figure in FIGURES.items()}
    fields = sorted({name for report in reports for name in report.fields_missing})
    return UsualRuns(
        runs=len(reports),
        figures={name: known for name, known in figures.items() if known is not None},
        fields_missing={name: usual([r.fields_missing.get(name, 0.0) for r in reports]) for name in fields},
    )


def _usual(values: Sequence[float | None]) -> Usual | None:
    known = [value for value in values if value is not None]
    return usual(known) if known else None


def _counted(session: Session, run: RunRow) -> RunReport:
    """Count what became of the run's pages and listings.

    `pages` are fetched pages without images. `blocked` counts pages the site kept from us and those its robots.txt
    forbids.
    """
    ends = _ends(session, run.id)
    listings, missing = _sightings(session, run.id)
    retried, size = session.execute(
        select(func.coalesce(func.sum(PageRow.tries), 0), func.coalesce(func.sum(PageRow.size), 0)).where(
            PageRow.run_id == run.id
        )
    ).one()
    pages = sum(n for (kind, end, _), n in ends.items() if kind != "image" and end in FETCHED)
    unread = sum(n for (kind, end, _), n in ends.items() if kind != "image" and end == "unreadable")
    return RunReport(
        id=run.id,
        source=session.get_one(SourceRow, run.source_id).name,
        started=run.started,
        ended=run.ended,
        finish=_FINISHES[run.finish] if run.finish else None,
        pages=pages,
        listings=listings,
        unreadable=_unreadable(ends),
        fields_missing=missing,
        blocked=sum(n for (_, end, why), n in ends.items() if end == "banned" or why in BLOCKING_REASONS),
        retried=int(retried),
        bytes=int(size),
        refused_addresses=sum(n for (_, end, _), n in ends.items() if end == "refused"),
        dead_links=_dead_links(session, run.id),
        pages_read=pages - unread,
        seconds=round(run.worked_seconds, 3),
        pages_per_second=round(pages / run.worked_seconds, 3) if run.worked_seconds > 0 else None,
        peak_memory=run.peak_memory,
    )


_Ends = dict[tuple[str, str | None, str | None], int]


def _ends(session: Session, run_id: int) -> _Ends:
    query = (
        select(PageRow.kind, PageRow.outcome, PageRow.reason, func.count())
        .where(PageRow.run_id == run_id, PageRow.state == "ended")
        .group_by(PageRow.kind, PageRow.outcome, PageRow.reason)
    )
    return {(kind, outcome, reason): count for kind, outcome, reason, count in session.execute(query)}


def _dead_links(session: Session, run_id: int) -> int:
    """Count the pages that were not there and never were a listing's."""
    a_listing = exists().where(ListingRow.address == PageRow.address)
    query = select(func.count()).where(PageRow.run_id == run_id, PageRow.outcome == "gone", ~a_listing)
    return session.scalar(query.where(PageRow.kind.not_in(("image", "sitemap")))) or 0


def _unreadable(ends: _Ends) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (_, end, reason), count in ends.items():
        if end == "unreadable":
            counts[reason or "unknown"] += count
    return dict(counts)


def _sightings(session: Session, run_id: int) -> tuple[dict[str, int], dict[str, float]]:
    states = {"new": 0, "changed": 0, "same": 0, "gone": 0}
    lacking: Counter[str] = Counter()
    # Counted by the database: the listings of a run may be a hundred thousand, the ways to lack fields are few.
    query = select(SightingRow.state, SightingRow.missing, func.count()).where(SightingRow.run_id == run_id)
    for state, missing, count in session.execute(query.group_by(SightingRow.state, SightingRow.missing)):
        states[state] += count
        lacking.update(dict.fromkeys(missing, count))
    total = sum(count for state, count in states.items() if state != "gone")
    return states, {name: count / total for name, count in sorted(lacking.items())}
