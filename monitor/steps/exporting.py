"""Takes data out: rows of a store, page by page, into the tables' formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

from listings.takedown import Takedown, TakedownState
from listings.wording import Language
from takedowns.tables.jsonl import plain

if TYPE_CHECKING:
    from store.open import Stores
    from store.records import HitCase, StoredListing
    from takedowns.export import ExportPart
    from takedowns.tables.table import Table

ExportFormat = Literal["xlsx", "csv", "jsonl"]
ExportKind = Literal["listings", "hits", "decisions", "takedowns", "runs"]
PAGE = 200
Row = TypeVar("Row")


def export_table(stores: Stores, kind: ExportKind) -> Table:
    """Give the whole of one kind as a table whose rows are read as they are written: memory stays bounded."""
    from takedowns import rows

    tables: Mapping[ExportKind, Callable[[], Table]] = {
        "listings": lambda: rows.listing_table(_listing_lines(stores)),
        "hits": lambda: rows.hit_table(_hit_lines(stores)),
        "decisions": lambda: rows.decision_table(_walk(_from_start(stores.decisions.page), lambda d: d.id)),
        "takedowns": lambda: rows.takedown_table(all_takedowns(stores)),
        "runs": lambda: rows.run_table(_walk(stores.runs.page, lambda r: r.id)),
    }
    return tables[kind]()


def all_takedowns(
    stores: Stores, *, platform: str | None = None, state: TakedownState | None = None
) -> Iterator[Takedown]:
    """Give every takedown, of one platform or in one state if asked."""

    def page(after: int | None, limit: int) -> Sequence[Takedown]:
        return stores.takedowns.page(after or 0, limit, platform=platform, state=state)

    return _walk(page, lambda takedown: takedown.id)


def takedown_parts(
    stores: Stores, form: ExportFormat, platform: str | None, language: Language
) -> tuple[ExportPart, ...]:
    """Give the files of the takedown list: takedowns that are withdrawn are left out.

    Args:
        stores: where the takedowns are.
        form: the files' format.
        platform: whose list; None, `generic` and `authority` take everything.
        language: of headings and reasons.

    Raises:
        NotFound: no such platform; the message names those we know.
    """
    from takedowns.export import export_takedowns

    live = [t for t in all_takedowns(stores) if t.state != "withdrawn"]
    return export_takedowns(live, platform, form, language, datetime.now(UTC))


class TakedownFiles:
    """The review application's way to the files of the takedown list."""

    def __init__(self, stores: Stores) -> None:
        """Read from these stores."""
        self._stores = stores

    def __call__(self, form: ExportFormat, platform: str | None, language: Language) -> tuple[ExportPart, ...]:
        """Give the files; none if there is nothing to take down."""
        return takedown_parts(self._stores, form, platform, language)


def _walk(page: Callable[[int | None, int], Sequence[Row]], place: Callable[[Row], int]) -> Iterator[Row]:
    """Give every row of a store by keyset pages."""
    after: int | None = None
    while rows := page(after, PAGE):
        yield from rows
        after = place(rows[-1])


def _from_start(page: Callable[[int, int], Sequence[Row]]) -> Callable[[int | None, int], Sequence[Row]]:
    return lambda after, limit: page(after or 0, limit)


def _listing_lines(stores: Stores) -> Iterator[Mapping[str, object]]:
    for stored in _walk(_from_start(stores.listings.page), lambda row: row.id):
        yield listing_line(stored)


def listing_line(stored: StoredListing) -> dict[str, object]:
    """Give a stored listing as a line of `soi export listings`: the record, and what could not be read of it."""
    from crawlers.records import listing_to_json

    unreadable = [{"address": i.address, "reason": i.reason} for i in stored.images if i.state == "unreadable"]
    return {
        **listing_to_json(stored.listing),
        "version": stored.version,
        "captured_at": stored.captured_at,
        "first_seen": stored.first_seen,
        "last_seen": stored.last_seen,
        "gone_at": stored.gone_at,
        "capture": stored.capture,
        "images_unreadable": unreadable,
        "relisted_from": _relisted_from(stored),
    }


def _relisted_from(stored: StoredListing) -> dict[str, object] | None:
    gone = stored.relisted_from
    if gone is None:
        return None
    return {"id": gone.external_id, "site": gone.site, "url": gone.url, "gone_at": gone.gone_at, "by": gone.by}


def _hit_lines(stores: Stores) -> Iterator[Mapping[str, object]]:
    for hit in _walk(_from_start(stores.hits.page), lambda row: row.id):
        yield hit_line(stores.hits.case(hit.id))


def hit_line(case: HitCase) -> dict[str, object]:
    """Give a hit as a line of `soi export hits`: its state, what it is about, and every finding with its evidence."""
    from crawlers.records import listing_to_json

    return {
        "id": case.hit.id,
        "state": case.hit.state,
        "sample": case.hit.sample,
        "risk": case.hit.risk,
        "opened_at": case.hit.opened_at,
        "judge_version": case.judge_version,
        "listing": listing_to_json(case.listing.listing),
        "captured_at": case.captured_at,
        "captures": list(case.captures),
        "findings": [{"id": stored.id, **_record(stored.finding)} for stored in case.findings],
        "notes": list(case.notes),
        "same_picture_sellers": max((cluster.sellers for cluster in case.same_pictures), default=0),
    }


def _record(value: object) -> dict[str, object]:
    given = plain(value)
    assert isinstance(given, dict)
    return given
