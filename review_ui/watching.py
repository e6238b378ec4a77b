"""Sources as leads work with them: what is watched, when it is due, what the last run was like; adding one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from crawlers.schedule import Calendar, checked_cron, next_due, read_interval, read_quiet_hours
from crawlers.sites.catalogue import site_profile
from crawlers.sites.starting import answers_by_api, api_start
from listings.alarm import Alarm
from listings.errors import InvalidInput
from listings.page import RunReport, Source
from listings.review import User
from listings.urls import canonical_url
from listings.wording import Wording
from review_ui.permissions import require
from store.open import Stores
from store.records import Job

LONGEST_NAME = 100
JUDGING_LANE = "detect"
"""The lane of the jobs that judge: one of them goes at a time."""
_MOST_ADDRESSES = 1000
_NO_WORDS = Wording(
    "địa chỉ bắt đầu có {query} nhưng chưa có từ khoá tìm kiếm", "a start address says {query}, but there is no query"
)
_NO_PLACE = Wording("không địa chỉ bắt đầu nào có {query}", "no start address says {query}")
_WRITE_PLACE = Wording(
    "hãy ghi địa chỉ như https://shop.example/?q={query}", "write the address as https://shop.example/?q={query}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source as a person describes it; `every`, `cron` and `quiet_hours` as they are written, empty for none.

    Where a start address says {query}, the query stands there. A site that is read by its API takes the query by
    itself, and may need no start address.
    """

    name: str
    site: str
    start: Sequence[str]
    query: str = ""
    every: str = ""
    cron: str = ""
    quiet_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """A source with what became of it.

    `due` is when the next run may start, None where nothing is planned; `running` and `waiting` say what the job table
    holds; `last_error` why the latest job failed; `alarms` are those nobody has looked at, the latest run's first.
    """

    source: Source
    last_run_at: datetime | None
    due: datetime | None
    last_run: RunReport | None
    alarms: Sequence[Alarm]
    running: bool
    waiting: bool
    last_error: str | None


def source_sheets(stores: Stores, calendar: Calendar, now: datetime) -> list[SourceSheet]:
    """Give every source; those with open alarms come first, then by name."""
    watched = stores.sources.watched()
    runs, alarms = stores.runs.latest(), stores.alarms.open_by_source()
    jobs = stores.jobs.latest(crawl_lane(each.source.name) for each in watched)
    sheets = []
    for each in watched:
        name = each.source.name
        job = jobs.get(crawl_lane(name))
        state = job.state if job else "done"
        due = next_due(each.source, each.last_run_at, now, calendar)
        sheets.append(
            SourceSheet(
                source=each.source,
                last_run_at=each.last_run_at,
                due=job.due if job and state == "waiting" else due,
                last_run=runs.get(name),
                alarms=alarms.get(name, ()),
                running=state == "leased",
                waiting=state == "waiting",
                last_error=job.last_error if job and state != "done" else None,
            )
        )
    return sorted(sheets, key=lambda sheet: not sheet.alarms)


def add_source(stores: Stores, given: NewSource, sites_folder: Path | None) -> Source:
    """Check what a person wrote and watch it.

    Raises:
        InvalidInput: something of it cannot be; the message says what and how to write it.
        NotFound: there is no such site.
        Conflict: the name is taken.
    """
    name = given.name.strip()
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        raise InvalidInput(
            Wording(f"“{name[:LONGEST_NAME]}” không dùng làm tên được", f"{name[:LONGEST_NAME]!r} is no name"),
            remedy=Wording(
                f"hãy ghi tên dài từ 1 đến {LONGEST_NAME} chữ và số",
                f"give one of 1 to {LONGEST_NAME} letters and digits",
            ),
        )
    profile = site_profile(given.site, sites_folder)
    if given.every and given.cron:
        what = Wording("vừa có chu kỳ vừa có dòng cron", "there are both an interval and a cron line")
        raise InvalidInput(what, where=name, remedy=Wording("hãy chỉ ghi một trong hai", "give one of them"))
    read_quiet_hours(given.quiet_hours)
    return stores.sources.add(
        name,
        given.site,
        api_start(profile, given.start, given.query) if answers_by_api(profile) else _start(given),
        query=given.query or None,
        every=read_interval(given.every) if given.every else None,
        cron=checked_cron(given.cron) if given.cron else None,
        quiet_hours=given.quiet_hours or None,
    )


def run_now(stores: Stores, name: str, user: User, now: datetime) -> Job:
    """Have a worker crawl a source next, whatever its schedule, its quiet hours and its being paused say.

    Asking twice before it has run is asking once.

    Raises:
        NotAllowed: the user's role may not.
        NotFound: no source has this name.
    """
    require(user, "watch")
    last = stores.sources.last_run_at(name)
    arguments = {"source": name, "asked_by": user.name}
    return stores.jobs.add("crawl", arguments, f"asked:{name}:{last or 'first'}", now, lane=crawl_lane(name))


def crawl_lane(name: str) -> str:
    """Name the lane of a source's crawls: one of them goes at a time."""
    return f"crawl:{name}"


def _start(given: NewSource) -> list[str]:
    asks = any("{query}" in address for address in given.start)
    if asks != bool(given.query):
        raise InvalidInput(_NO_WORDS if asks else _NO_PLACE, where=given.name, remedy=_WRITE_PLACE)
    if not 1 <= len(given.start) <= _MOST_ADDRESSES:
        what = Wording(f"có {len(given.start)} địa chỉ bắt đầu", f"there are {len(given.start)} start addresses")
        remedy = Wording(f"hãy ghi từ 1 đến {_MOST_ADDRESSES} địa chỉ", "give one or more")
        raise InvalidInput(what, where=given.name, remedy=remedy)
    addresses = [address.replace("{query}", quote(given.query)) for address in given.start]
    for address in addresses:
        canonical_url(address)
    return addresses
