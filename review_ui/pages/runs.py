"""Run reports, and the tray of what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from listings.page import RunReport
from review_ui.api.hits import HitId
from review_ui.rendering import page
from review_ui.session import PageUser, stores_of

router = APIRouter()
PAGE_SIZE = 30


@router.get("/runs")
def runs(request: Request, user: PageUser, after: int = 0) -> Response:
    """Show a page of run reports, the newest first."""
    rows = _page(request, after)
    return page(
        request,
        "runs.html",
        user,
        runs=rows[:PAGE_SIZE],
        after=rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None,
    )


@router.get("/runs/{run_id}")
def run(run_id: HitId, request: Request, user: PageUser) -> Response:
    """Show one run report."""
    return page(request, "run.html", user, run=stores_of(request).runs.report(run_id))


@router.get("/unreadable")
def unreadable(request: Request, user: PageUser, after: int = 0) -> Response:
    """Show what could not be read, run by run: it is not clean, only unseen (law 2 of the house)."""
    rows = _page(request, after)
    shown = rows[:PAGE_SIZE]
    return page(
        request,
        "unreadable.html",
        user,
        runs=[report for report in shown if report.unreadable or report.blocked or report.refused_addresses],
        totals=_totals(shown),
        after=shown[-1].id if len(rows) > PAGE_SIZE else None,
    )


def _page(request: Request, after: int) -> Sequence[RunReport]:
    # One more than is shown tells whether there are more.
    return stores_of(request).runs.page(after if 0 < after < 2**63 else None, PAGE_SIZE + 1)


def _totals(reports: Sequence[RunReport]) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for report in reports:
        counted.update(report.unreadable)
    return counted.most_common()
