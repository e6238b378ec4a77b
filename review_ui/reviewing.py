"""The steps of reviewing that pages and API share: claim, decide, give back, take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from fastapi import Request

from detectors.rules.rule import RuleBook
from listings.review import Decision, FindingDecision, Hit, User
from review_ui.marking import MarkedPassage, marked_findings
from review_ui.permissions import require
from review_ui.ruling import rule_book
from review_ui.session import stores_of, utc_now
from review_ui.settings import ReviewSettings

ReviewVerdict = Literal["confirm", "dismiss", "park", "pass"]


def settings_of(request: Request) -> ReviewSettings:
    """Give the settings the application was made with."""
    settings: ReviewSettings = request.app.state.settings
    return settings


def rules_of(request: Request) -> RuleBook:
    """Give the rules that the application works with, read anew where somebody changed a state meanwhile.

    Raises:
        InvalidInput: they are to be read anew, and a rule file is malformed.
    """
    book: RuleBook = request.app.state.rules
    return book if stores_of(request).rules.last_change() == book.changed else rules_anew(request)


def rules_anew(request: Request) -> RuleBook:
    """Read the rules anew, so that a changed file or state shows, and let the application work with them.

    Raises:
        InvalidInput: a rule file is malformed.
    """
    settings = settings_of(request)
    book = rule_book(stores_of(request), settings.rules_folder, settings.countries)
    request.app.state.rules = book
    return book


def claim_next(request: Request, user: User, *, site: str | None = None, samples_only: bool = False) -> Hit | None:
    """Take the most urgent hit for a user, or give the one they hold; None when nothing waits."""
    require(user, "decide")
    hits, lease = stores_of(request).hits, settings_of(request).lease
    return hits.claim(user.name, lease=lease, now=utc_now(), site=site, samples_only=samples_only)


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
    passages: Sequence[MarkedPassage] = (),
    note: str | None = None,
    park_until: datetime | None = None,
) -> Decision:
    """Decide a hit, with the passages that no detector quoted.

    Raises:
        Conflict: someone else holds it, or it is decided.
        InvalidInput: the reason does not fit the verdict, a finding is of another hit, a passage is not in the listing,
            or no date to park until.
        NotAllowed: it was passed on, and this user may not answer those.
        NotFound: there is no such hit.
    """
    require(user, "decide")
    _refuse_passed(request, user, hit_id)
    hits = stores_of(request).hits
    return hits.decide(
        hit_id,
        user.name,
        verdict,
        reason,
        findings=findings,
        marked=marked_findings(hits.case(hit_id), passages, rules_of(request)),
        note=note,
        park_until=park_until,
        now=utc_now(),
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
