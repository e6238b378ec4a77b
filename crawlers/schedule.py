"""When a source is due: `every` or cron, in the workspace's time zone, outside quiet hours, spread by jitter. Pure.

A run is due once however many were missed: what counts is the last visit, not the slots since.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from listings.errors import InvalidInput
from listings.page import Source
from listings.wording import Wording

HOME_NAME = "Asia/Ho_Chi_Minh"
# Vietnam has kept UTC+7 without summer time since 1975; a fixed offset needs no zone files on the machine.
HOME = timezone(timedelta(hours=7), HOME_NAME)
NO_QUIET_HOURS = "none"
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)")
_CRON_FIELDS = 5
_FIVE_FIELDS = Wording(
    "năm phần: phút giờ ngày tháng thứ, ví dụ 0 6 * * *",
    "five fields: minute hour day month weekday, as in '0 6 * * *'",
)
_INTERVAL = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day in which no run starts or goes on: from `start` to before `end`, over midnight if need be."""

    start: time
    end: time

    def holds(self, at: datetime, zone: tzinfo) -> bool:
        """Say whether a moment lies in them, by the clocks of the zone."""
        clock = at.astimezone(zone).time()
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def after(self, at: datetime, zone: tzinfo) -> datetime:
        """Give the moment itself, or the end of the quiet hours that it lies in."""
        if not self.holds(at, zone):
            return at
        local = at.astimezone(zone)
        day = local.date() + timedelta(days=local.time() >= self.end)
        # Where clocks are put back an end comes twice: the first that lies ahead.
        ends = (datetime.combine(day, self.end, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return next(end for end in ends if end > at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a workspace keeps its times. `jitter` is the largest share of an interval by which a run is put off."""

    zone: tzinfo = HOME
    quiet: QuietHours | None = None
    jitter: float = 0.05

    def quiet_of(self, source: Source) -> QuietHours | None:
        """Give the quiet hours of a source: its own, else the workspace's."""
        return self.quiet if source.quiet_hours is None else read_quiet_hours(source.quiet_hours)

    def awake_at(self, source: Source, at: datetime) -> datetime:
        """Give the moment itself, or the end of the source's quiet hours that it lies in."""
        quiet = self.quiet_of(source)
        return at if quiet is None else quiet.after(at, self.zone)


def next_due(source: Source, last_run: datetime | None, now: datetime, calendar: Calendar) -> datetime | None:
    """Say from when on the next run may start: never before `now`, never in quiet hours; None without a schedule.

    A source that was never visited is due at once. `every` counts from the last visit, cron from its next slot after
    it; both are put off by a share of the interval (0 to `calendar.jitter`) that hangs on the source's name alone, so
    that many sources added together do not start together, nor one of them at another distance each time.
    """
    slot = _slot(source, last_run, now, calendar)
    return None if slot is None or source.paused else calendar.awake_at(source, max(slot, now))


def _slot(source: Source, last_run: datetime | None, now: datetime, calendar: Calendar) -> datetime | None:
    if source.every is None and source.cron is None:
        return None
    if last_run is None:
        return now
    put_off = calendar.jitter * _place(source.name)
    if source.every is not None:
        return last_run + source.every * (1 + put_off)
    assert source.cron is not None
    slots = CronSim(source.cron, last_run.astimezone(calendar.zone))
    first, second = (next(slots).astimezone(UTC) for _ in range(2))
    return first + (second - first) * put_off


def _place(name: str) -> float:
    """Give a number from 0 to below 1 that is always the same for a name."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:6]) / 2**48


def read_interval(text: str) -> timedelta:
    """Read 90s, 30m, 6h or 1d.

    Raises:
        InvalidInput: it is none.
    """
    match = _INTERVAL.fullmatch(text.strip())
    if not match or int(match[1]) == 0:
        what = Wording(f"“{text}” không phải một chu kỳ", f"{text!r} is no interval")
        remedy = Wording("hãy ghi như 30m, 6h hoặc 1d", "write 30m, 6h or 1d")
        raise InvalidInput(what, where=Wording("chu kỳ", "every"), remedy=remedy)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def read_quiet_hours(text: str) -> QuietHours | None:
    """Read "22:00-06:00"; "none" and nothing mean that there are none.

    Raises:
        InvalidInput: it is no such window.
    """
    if text.strip().lower() in {"", NO_QUIET_HOURS}:
        return None
    match = _WINDOW.fullmatch(text.strip())
    given = (time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))) if match else None
    if given is None or given[0] == given[1]:
        what = Wording(f"“{text}” không phải giờ nghỉ", f"{text!r} are no quiet hours")
        remedy = Wording("hãy ghi như 22:00-06:00, hoặc none", "write 22:00-06:00, or none")
        raise InvalidInput(what, where=Wording("giờ nghỉ", "quiet hours"), remedy=remedy)
    return QuietHours(*given)


def read_zone(name: str) -> tzinfo:
    """Give a time zone by its name.

    Raises:
        InvalidInput: the name is none, or this machine has no zone files.
    """
    if name == HOME_NAME:
        return HOME
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = f"write a name such as {HOME_NAME}; on a machine without zone files install tzdata"
        raise InvalidInput(f"{name!r} is no time zone here", where="time zone", remedy=remedy) from error


def checked_cron(line: str) -> str:
    """Give a cron line (five fields, Debian's dialect) back if it can be read and ever comes true.

    Raises:
        InvalidInput: it cannot, or never does.
    """
    no_line = Wording(f"“{line}” không phải một dòng cron", f"{line!r} is no cron line")
    if len(line.split()) != _CRON_FIELDS:
        raise InvalidInput(no_line, where="cron", remedy=_FIVE_FIELDS)
    try:
        next(CronSim(line, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        what = Wording(no_line.vi, f"{no_line.en}: {error}")
        raise InvalidInput(what, where="cron", remedy=_FIVE_FIELDS) from error
    except StopIteration as error:
        what = Wording(f"“{line}” không bao giờ đến hạn", f"{line!r} never comes true")
        raise InvalidInput(what, where="cron", remedy=_FIVE_FIELDS) from error
    return line
