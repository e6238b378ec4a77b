"""What follows when no answer came: the pure translation of a failed download."""

from __future__ import annotations

from datetime import datetime

from scrapy import exceptions

from crawlers.spiders.answer import Postponed, Settled
from crawlers.spiders.redirects import OffsiteRedirect
from crawlers.spiders.retry import may_retry, retry_time
from crawlers.spiders.robots import RobotsForbid, RobotsUnknown
from crawlers.spiders.settings import MAX_REDIRECTS
from listings.errors import AddressRefused, ToolMissing, Unreadable
from listings.page import PageOutcome, PageState, WantedPage

_REASONS: dict[type[BaseException], str] = {
    ToolMissing: "browser_missing",
    OffsiteRedirect: "no_listing",
    exceptions.DownloadTimeoutError: "timed_out",
    exceptions.ResponseDataLossError: "truncated",
}
_PASSING = frozenset({"unreachable", "timed_out", "truncated", "server_error"})
_TOO_LARGE = (exceptions.DownloadCancelledError, exceptions.IgnoreRequest)


def decide_failure(page: WantedPage, error: BaseException, now: datetime, *, redirects: int = 0) -> Settled | Postponed:
    """Say what follows from a failed download after so many redirects."""
    if isinstance(error, AddressRefused):
        return _settled(page, "refused", str(error))
    if isinstance(error, RobotsForbid):
        return _settled(page, "banned", "robots.txt")
    reason = _reason(page, error, redirects)
    if reason in _PASSING and redirects < MAX_REDIRECTS and may_retry(page.tries):
        return Postponed(until=retry_time(page.tries, now), reason=reason)
    return _settled(page, "unreadable", reason)


def _reason(page: WantedPage, error: BaseException, redirects: int) -> str:
    if isinstance(error, Unreadable | RobotsUnknown):
        return error.reason
    if isinstance(error, _TOO_LARGE) and not isinstance(error, tuple(_REASONS)):
        # Beyond Scrapy's bound on size, or on redirects: those end in no place at all.
        too_large = "image_too_large" if page.kind == "image" else "too_large"
        return "unreachable" if redirects >= MAX_REDIRECTS else too_large
    return next((reason for kind, reason in _REASONS.items() if isinstance(error, kind)), "unreachable")


def _settled(page: WantedPage, state: PageState, reason: str | None) -> Settled:
    return Settled(outcome=PageOutcome(page=page, state=state, reason=reason))
