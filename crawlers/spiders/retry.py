"""When a page is tried again, and when we give up on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_TRIES = 3
"""Fetches of one page in one run, the first included."""

FIRST_PAUSE = timedelta(seconds=2)
"""Pause after a passing fault; it doubles with every try."""

LONGEST_PAUSE = timedelta(hours=1)
"""A server that asks for more gets it: the run ends as stopped, and the next one comes with the schedule."""


def may_retry(tries: int) -> bool:
    """Say whether a page that has been postponed `tries` times may be fetched again after this failure."""
    return tries + 1 < MAX_TRIES


def retry_time(tries: int, now: datetime, retry_after: str | None = None) -> datetime:
    """Say when to try again: the server's word (RFC 9110, seconds or a date), else a doubling pause."""
    ours = now + FIRST_PAUSE * (1 << tries)
    theirs = _read_retry_after(retry_after, now) if retry_after else None
    return max(ours, theirs) if theirs is not None else ours


def _read_retry_after(text: str, now: datetime) -> datetime | None:
    bare = text.strip()
    if bare.isascii() and bare.isdigit():
        # Nine digits are 30 years; more overflow a timedelta.
        return now + timedelta(seconds=int(bare[:9]))
    try:
        moment: datetime = parsedate_to_datetime(bare)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
