"""The steps of reviewing that pages and API share: claim, decide, give back, take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from fastapi import Request

from listings.review import Decision, FindingDecision, Hit, User
from review_ui.permissions import require
from review_ui.session import stores_of, utc_now
from review_ui.settings import ReviewSettings

ReviewVerdict = Literal["confirm", "dismiss", "park", "pass"]


def settings_of(request: Request) -> ReviewSettings:
    """Give the settings the application was made with."""
    settings: ReviewSettings = request.app.state.settings
    return settings


def claim_next(request: Request, user: User, *, site: str | None = None) -> Hit | None:
    """Take the most urgent hit for a user, or give the one they hold; None when nothing waits."""
    require(user, "decide")
    return stores_of(request).hits.claim(user.name, lease=settings_of(request).lease, now=utc_now(), site=site)


def claim_this(request: Request, user: User, hit_id: int) -> Hit:
    """Take one hit by id.

    Raises:
        Conflict: someone else holds it, or it is decided.
        NotAllowed: it was passed on, and this user may not answer those.
    """
    require(user, "decide")
    _refuse_passed(request, user, hit_id)
    return stores_of(request).hits.claim_one(hit_id, user.name, lease=settings_of(request).lease, now=utc_now())


def decide(
    request: Request,
    user: User,
    hit_id: int,
    verdict: ReviewVerdict,
    reason: str,
    *,
    findings: Sequence[FindingDecision] = (),
    note: str | None = None,
    park_until: datetime | None = None,
) -> Decision:
    """Decide a hit.

    Raises:
        Conflict: someone else holds it, or it is decided.
        InvalidInput: the reason does not fit the verdict, a finding is of another hit, or no date to park until.
        NotAllowed: it was passed on, and this user may not answer those.
        NotFound: there is no such hit.
    """
    require(user, "decide")
    _refuse_passed(request, user, hit_id)
    return stores_of(request).hits.decide(
        hit_id, user.name, verdict, reason, findings=findings, note=note, park_until=park_until, now=utc_now()
    )


def give_back(request: Request, user: User, hit_id: int, *, skip: bool) -> None:
    """Give a hit back undecided; `skip` puts it last for this user.

    Raises:
        Conflict: someone else holds it.
        NotFound: there is no such hit.
    """
    require(user, "decide")
    stores_of(request).hits.release(hit_id, user.name, skip=skip)


def take_back(request: Request, user: User) -> Hit:
    """Take the user's latest decision back and give them the hit again.

    Raises:
        NotFound: none of the last ten can be taken back.
    """
    require(user, "decide")
    return stores_of(request).hits.undo(user.name, lease=settings_of(request).lease, now=utc_now())


def _refuse_passed(request: Request, user: User, hit_id: int) -> None:
    if stores_of(request).hits.case(hit_id).hit.state == "passed":
        require(user, "answer_passed")
