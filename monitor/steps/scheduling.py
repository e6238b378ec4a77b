"""Plans: a job for every source that is due, and one that judges where listings wait for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.schedule import Calendar, next_due
from review_ui.watching import JUDGING_LANE, crawl_lane

if TYPE_CHECKING:
    from store.open import Stores

JUDGE_AGAIN_AFTER = timedelta(hours=1)
"""Judging that was given up is planned again after so long: by then somebody may have mended what broke it."""


def plan(stores: Stores, calendar: Calendar, now: datetime) -> None:
    """Add a job for every source that is due and has none that waits or is being done.

    The key names the visit that came before, so that two workers that plan at once add one job.
    """
    for watched in stores.sources.watched():
        name, last = watched.source.name, watched.last_run_at
        due = next_due(watched.source, last, now, calendar)
        if due is None or due > now or stores.jobs.pending(crawl_lane(name)):
            continue
        stores.jobs.add("crawl", {"source": name}, f"crawl:{name}:{last or 'first'}", due, lane=crawl_lane(name))


def plan_judging(stores: Stores, now: datetime) -> None:
    """Add a job that judges, where a listing is ready for it and no such job waits or is being done.

    The key names the job that came before, so that two workers that plan at once add one job. That job is read before
    asking what is pending: read after it, it might be the one that another worker has just added.
    """
    last = stores.jobs.latest([JUDGING_LANE]).get(JUDGING_LANE)
    if not stores.listings.ready_to_judge(now) or stores.jobs.pending(JUDGING_LANE):
        return
    due = max(now, last.due + JUDGE_AGAIN_AFTER) if last is not None and last.state == "failed" else now
    key = f"detect:after:{last.id if last else 'none'}"
    stores.jobs.add("detect", {}, key, due, lane=JUDGING_LANE)
