"""Looking at one hit and deciding it; the next one comes at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from listings.review import FindingDecision, Hit, User
from review_ui.api.hits import DecisionOrder, HitId
from review_ui.languages import language_of
from review_ui.marking import categories_to_mark, passages_of
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import may
from review_ui.presentation.case import case_screen
from review_ui.presentation.figures import HOME_ZONE
from review_ui.rendering import page
from review_ui.reviewing import claim_next, claim_this, decide, give_back, rules_of, settings_of, take_back
from review_ui.session import OWN_FORM, OwnForm, PageUser, field, stores_of, utc_now

router = APIRouter()
# A week is the usual time in which a seller or brand owner answers a question.
PARK_DAYS = 7


@router.get("/review")
def review(request: Request, user: PageUser, site: str = "", samples: bool = False) -> Response:
    """Take the next hit, or the next listing drawn for checking, and show it."""
    hit = claim_next(request, user, site=site or None, samples_only=samples)
    if hit is None:
        return page(request, "nothing_waits.html", user, site=site)
    return _case(request, user, hit.id, site, samples=samples)


@router.get("/hits/{hit_id}")
def show(hit_id: HitId, request: Request, user: PageUser) -> Response:
    """Show a hit; who does not hold it can look and take it."""
    return _case(request, user, hit_id, "")


@router.post("/hits/{hit_id}/claim", dependencies=[OWN_FORM])
def claim(hit_id: HitId, request: Request, user: PageUser) -> Response:
    """Take this hit."""
    claim_this(request, user, hit_id)
    return RedirectResponse(f"/hits/{hit_id}", SEE_OTHER)


@router.post("/hits/{hit_id}/decision")
def decision(hit_id: HitId, request: Request, user: PageUser, form: OwnForm) -> Response:
    """Decide, and go on to the next hit."""
    order = _order(form)
    findings = [FindingDecision(finding_id=f.finding_id, upheld=f.upheld) for f in order.findings]
    decide(
        request,
        user,
        hit_id,
        order.verdict,
        order.reason,
        findings=findings,
        passages=passages_of(form),
        note=order.note,
        park_until=order.park_until,
    )
    return _next(form)


@router.post("/hits/{hit_id}/skip")
def skip(hit_id: HitId, request: Request, user: PageUser, form: OwnForm) -> Response:
    """Put the hit aside and go on."""
    give_back(request, user, hit_id, skip=True)
    return _next(form)


@router.post("/hits/{hit_id}/extend", dependencies=[OWN_FORM])
def extend(hit_id: HitId, request: Request, user: PageUser) -> Response:
    """Hold the hit for another lease; the page asks while somebody is reading it."""
    hit = stores_of(request).hits.extend(hit_id, user.name, lease=settings_of(request).lease, now=utc_now())
    return page(request, "lease.html", user, hit=hit)


@router.post("/undo", dependencies=[OWN_FORM])
def undo(request: Request, user: PageUser) -> Response:
    """Take the latest decision back and show its hit again."""
    hit = take_back(request, user)
    return RedirectResponse(f"/hits/{hit.id}", SEE_OTHER)


def _case(request: Request, user: User, hit_id: int, site: str, *, samples: bool = False) -> Response:
    stores, rules = stores_of(request), rules_of(request)
    screen = case_screen(stores.hits.case(hit_id), language_of(request), rules)
    return page(
        request,
        "case.html",
        user,
        screen=screen,
        case=screen.case,
        hit=screen.case.hit,
        listing=screen.listing,
        held=_holds(screen.case.hit, user),
        waiting=stores.hits.count_samples() if samples else stores.hits.count_open(),
        samples=samples,
        to_mark=categories_to_mark(rules),
        park_day=(utc_now().astimezone(HOME_ZONE) + timedelta(days=PARK_DAYS)).date(),
        sealed=not may(user, "raw_capture"),
        site=site,
    )


def _holds(hit: Hit, user: User) -> bool:
    return hit.lease_owner == user.name and hit.lease_until is not None and hit.lease_until > utc_now()


def _next(form: FormData) -> Response:
    asked = {name: given for name in ("site", "samples") if (given := field(form, name))}
    return RedirectResponse(f"/review?{urlencode(asked)}" if asked else "/review", SEE_OTHER)


def _order(form: FormData) -> DecisionOrder:
    """Read a decision from the form.

    Raises:
        RequestValidationError: a field is missing or malformed.
    """
    given = {
        "verdict": field(form, "verdict"),
        "reason": field(form, "reason"),
        "note": field(form, "note") or None,
        "findings": [said for name in form if (said := _said_of_finding(name, field(form, name))) is not None],
        "park_until": _start_of_day(field(form, "park_until")) if field(form, "verdict") == "park" else None,
    }
    try:
        return DecisionOrder.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from error


def _said_of_finding(name: str, said: str) -> dict[str, object] | None:
    """Read one finding's choice; "follow" means: as the decision on the whole, so nothing is said of it."""
    prefix, _, number = name.partition("-")
    if prefix != "finding" or said not in {"uphold", "reject"}:
        return None
    return {"finding_id": number, "upheld": said == "uphold"}


def _start_of_day(day: str) -> datetime | None:
    """Give midnight in Vietnam of a day written as in a date field, None where it is none."""
    try:
        return datetime.combine(date.fromisoformat(day), time(0), HOME_ZONE)
    except ValueError:
        return None
