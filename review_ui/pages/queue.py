"""The queue: what waits, by risk."""

from __future__ import annotations

import math

from fastapi import APIRouter, Request, Response

from review_ui.rendering import page
from review_ui.session import PageUser, stores_of
from store.records import QueueCursor, QueueRow

router = APIRouter()
PAGE_SIZE = 30


@router.get("/")
def queue(
    request: Request, user: PageUser, *, after: str = "", site: str = "", lang: str = "", only: str = ""
) -> Response:
    """Show a page of waiting hits, those after the cursor `risk:id`; `only` narrows it to hits or to samples."""
    stores = stores_of(request)
    samples = {"hits": False, "samples": True}.get(only)
    rows = stores.hits.queue(_cursor(after), PAGE_SIZE + 1, lang=lang or None, site=site or None, samples=samples)
    shown = rows[:PAGE_SIZE]
    return page(
        request,
        "queue.html",
        user,
        rows=shown,
        waiting=stores.hits.count_open(),
        checks=stores.hits.count_samples(),
        floods=stores.references.floods(),
        after=_written(shown[-1]) if len(rows) > PAGE_SIZE else None,
        sites=sorted({source.site for source in stores.sources.all()}),
        site=site,
        lang=lang,
        only=only,
    )


def _cursor(after: str) -> QueueCursor | None:
    """Read a cursor; one that is none starts from the top, as a hand-made address may."""
    risk, _, number = after.partition(":")
    try:
        cursor = QueueCursor(risk=float(risk), id=int(number))
    except ValueError:
        return None
    return cursor if math.isfinite(cursor.risk) and 0 <= cursor.id < 2**63 else None


def _written(row: QueueRow) -> str:
    return f"{row.cursor.risk!r}:{row.cursor.id}"
