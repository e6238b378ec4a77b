"""Capturing by hand: the browser's token, the list of pages to capture, and what came of what was brought."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from listings.capturing import Outcome, read_addresses
from listings.errors import InvalidInput
from listings.ports import CaptureStep
from listings.review import User
from listings.wording import Wording
from review_ui.api.hits import HitId
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import require
from review_ui.rendering import page
from review_ui.session import OWN_FORM, PAGE_USER, OwnForm, PageUser, field, stores_of, utc_now
from review_ui.watching import JUDGING_LANE
from store.open import Stores

router = APIRouter()
PAGE_SIZE = 50
RECENT = 20
MOST_PASTED = 2000


@router.get("/capture")
def capture(request: Request, user: PageUser, after: int = 0) -> Response:
    """Show the list of pages to capture, and what was captured lately."""
    return _screen(request, user, after=after)


@router.post("/capture/tokens")
def issue(request: Request, user: PageUser, form: OwnForm) -> Response:
    """Issue a token for one browser, and show it this once."""
    require(user, "capture")
    token = stores_of(request).capture_tokens.issue(user.name, field(form, "name"), utc_now())
    return _screen(request, user, token=token)


@router.post("/capture/tokens/{token_id}/revoke", dependencies=[OWN_FORM])
def revoke(token_id: HitId, request: Request, user: PageUser) -> Response:
    """Revoke one of one's own tokens."""
    stores_of(request).capture_tokens.revoke(token_id, user.name, utc_now())
    return RedirectResponse("/capture#browser", SEE_OTHER)


@router.get("/capture/extension.zip", dependencies=[PAGE_USER])
def extension(request: Request) -> Response:
    """Download the extension."""
    step: CaptureStep = request.app.state.capture
    headers = {"Content-Disposition": 'attachment; filename="soi-capture.zip"'}
    return Response(step.extension(), media_type="application/zip", headers=headers)


@router.post("/capture/pages")
def paste(request: Request, user: PageUser, form: OwnForm) -> Response:
    """Put pasted addresses on the list."""
    require(user, "capture")
    addresses, wrong = read_addresses(field(form, "addresses"))
    if len(addresses) > MOST_PASTED:
        what = Wording(f"nhiều hơn {MOST_PASTED} địa chỉ", f"these are more than {MOST_PASTED} addresses")
        raise InvalidInput(what, remedy=Wording("hãy dán làm nhiều lần", "paste them in parts"))
    new = stores_of(request).wanted_captures.add(addresses, user.name, utc_now())
    return _screen(request, user, pasted={"new": new, "known": len(addresses) - new, "wrong": wrong})


@router.post("/capture/pages/{page_id}/skip", dependencies=[OWN_FORM])
def skip(page_id: HitId, request: Request, user: PageUser) -> Response:
    """Note that a page will not be captured."""
    require(user, "capture")
    stores_of(request).wanted_captures.skip(page_id, user.name, utc_now())
    return RedirectResponse("/capture#pages", SEE_OTHER)


@router.post("/capture/pages/{page_id}/again", dependencies=[OWN_FORM])
def again(page_id: HitId, request: Request, user: PageUser) -> Response:
    """Put a page that has ended back on the list."""
    require(user, "capture")
    stores_of(request).wanted_captures.want_again(page_id)
    return RedirectResponse("/capture#pages", SEE_OTHER)


@router.post("/capture/unread/{page_id}", dependencies=[OWN_FORM])
def from_tray(page_id: HitId, request: Request, user: PageUser) -> Response:
    """Put a page that the crawl could not read on the list."""
    require(user, "capture")
    stores = stores_of(request)
    url, why = stores.unread_pages.get(page_id)
    stores.wanted_captures.add([url], user.name, utc_now(), why=why)
    return RedirectResponse("/unreadable#pages", SEE_OTHER)


def _screen(
    request: Request,
    user: User,
    *,
    after: int = 0,
    token: str | None = None,
    pasted: dict[str, object] | None = None,
) -> Response:
    stores = stores_of(request)
    wanted = stores.wanted_captures.page("to_do", after if 0 < after < 2**63 else 0, PAGE_SIZE + 1)
    brought = stores.received.page(limit=RECENT)
    ended = [stores.wanted_captures.page(state, limit=RECENT) for state in ("captured", "skipped")]
    return page(
        request,
        "capture.html",
        user,
        token=token,
        pasted=pasted,
        tokens=stores.capture_tokens.of(user.name),
        counts=stores.wanted_captures.counts(),
        wanted=wanted[:PAGE_SIZE],
        after=wanted[PAGE_SIZE - 1].id if len(wanted) > PAGE_SIZE else None,
        ended=[row for rows in ended for row in rows],
        brought=brought,
        outcomes=get_args(Outcome),
        waiting=any(not each.done or each.that_are("waiting") for each in brought),
        judging_fault=_judging_fault(stores),
    )


def _judging_fault(stores: Stores) -> str | None:
    """Give why nothing is judged at present, None where that goes well."""
    job = stores.jobs.latest([JUDGING_LANE]).get(JUDGING_LANE)
    return job.last_error if job is not None and job.state != "done" else None
