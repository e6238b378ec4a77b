"""Run reports, and the tray of what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from listings.errors import Conflict
from listings.page import RunReport
from review_ui.api.hits import HitId
from review_ui.languages import language_of
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import require
from review_ui.presentation.run_figures import figure_rows
from review_ui.rendering import page
from review_ui.session import OWN_FORM, PageUser, stores_of, utc_now

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
    """Show one run report, each figure beside what is usual, and what it raised."""
    report = stores_of(request).runs.report(run_id)
    return page(
        request,
        "run.html",
        user,
        run=report,
        rows=list(figure_rows(report, language_of(request))),
        open_alarms=any(alarm.acknowledged_at is None for alarm in report.alarms),
    )


@router.post("/runs/{run_id}/acknowledge", dependencies=[OWN_FORM])
def acknowledge(run_id: HitId, request: Request, user: PageUser) -> Response:
    """Note that somebody has looked at the alarms of a run, and of those of its source before it."""
    require(user, "watch")
    with suppress(Conflict):
        # Somebody was quicker: the page says who.
        stores_of(request).alarms.acknowledge(run_id, user.name, utc_now())
    return RedirectResponse(f"/runs/{run_id}", SEE_OTHER)


@router.get("/unreadable")
def unreadable(request: Request, user: PageUser, after: int = 0, page_after: int = 0) -> Response:
    """Show what could not be read, page by page and run by run: not clean, only unseen (law 2 of the house)."""
    rows = _page(request, after)
    before = page_after if 0 < page_after < 2**63 else None
    pages = stores_of(request).unread_pages.page(before, PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    return page(
        request,
        "unreadable.html",
        user,
        runs=[report for report in shown if report.unreadable or report.blocked or report.refused_addresses],
        totals=_totals(shown),
        pages=pages[:PAGE_SIZE],
        page_after=pages[PAGE_SIZE - 1].id if len(pages) > PAGE_SIZE else None,
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
