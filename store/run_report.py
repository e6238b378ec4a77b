"""A run's report, read off the rows it left: no counter that a kill could leave wrong."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from listings.page import RunFinish, RunReport
from store.models.crawling import PageRow, RunRow, SightingRow, SourceRow

# Answers that mean "the site does not let us": what an officer must know before trusting a quiet report.
BLOCKING_REASONS = ("captcha", "login_wall", "blocked", "rate_limited")
FETCHED = ("read", "same", "unreadable", "gone")

_FINISHES: dict[str, RunFinish] = {"complete": "complete", "stopped": "stopped", "failed": "failed"}


def report_of(session: Session, run: RunRow) -> RunReport:
    """Count what became of the run's pages and listings.

    `pages` are fetched pages without images. `blocked` counts pages the site kept from us and those its robots.txt
    forbids.
    """
    ends = _ends(session, run.id)
    listings, missing = _sightings(session, run.id)
    listings["gone"] = sum(n for (kind, end, _), n in ends.items() if end == "gone" and kind == "listing")
    retried, size = session.execute(
        select(func.coalesce(func.sum(PageRow.tries), 0), func.coalesce(func.sum(PageRow.size), 0)).where(
            PageRow.run_id == run.id
        )
    ).one()
    return RunReport(
        id=run.id,
        source=session.get_one(SourceRow, run.source_id).name,
        started=run.started,
        ended=run.ended,
        finish=_FINISHES[run.finish] if run.finish else None,
        pages=sum(n for (kind, end, _), n in ends.items() if kind != "image" and end in FETCHED),
        listings=listings,
        unreadable=_unreadable(ends),
        fields_missing=missing,
        blocked=sum(n for (_, end, why), n in ends.items() if end == "banned" or why in BLOCKING_REASONS),
        retried=int(retried),
        bytes=int(size),
        refused_addresses=sum(n for (_, end, _), n in ends.items() if end == "refused"),
    )


_Ends = dict[tuple[str, str | None, str | None], int]


def _ends(session: Session, run_id: int) -> _Ends:
    query = (
        select(PageRow.kind, PageRow.outcome, PageRow.reason, func.count())
        .where(PageRow.run_id == run_id, PageRow.state == "ended")
        .group_by(PageRow.kind, PageRow.outcome, PageRow.reason)
    )
    return {(kind, outcome, reason): count for kind, outcome, reason, count in session.execute(query)}


def _unreadable(ends: _Ends) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (_, end, reason), count in ends.items():
        if end == "unreadable":
            counts[reason or "unknown"] += count
    return dict(counts)


def _sightings(session: Session, run_id: int) -> tuple[dict[str, int], dict[str, float]]:
    states = {"new": 0, "changed": 0, "same": 0}
    lacking: Counter[str] = Counter()
    query = select(SightingRow.state, SightingRow.missing).where(SightingRow.run_id == run_id)
    for state, missing in session.execute(query):
        states[state] += 1
        lacking.update(missing)
    total = sum(states.values())
    return states, {name: count / total for name, count in sorted(lacking.items())}
