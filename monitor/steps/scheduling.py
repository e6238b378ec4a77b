"""Plans: a job for every source that is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crawlers.schedule import Calendar, next_due
from review_ui.watching import crawl_lane

if TYPE_CHECKING:
    from store.open import Stores


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
