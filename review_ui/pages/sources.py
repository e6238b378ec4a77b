"""Sources: what is watched, when it is due, what it raised; leads add, pause and run them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from crawlers.sites.catalogue import load_sites
from crawlers.sites.starting import needs_start
from listings.errors import InvalidInput, SoiError
from listings.review import User
from listings.wording import Wording
from review_ui.api.problem import status_of
from review_ui.languages import language_of
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import require
from review_ui.rendering import page
from review_ui.reviewing import settings_of
from review_ui.session import OwnForm, PageUser, field, stores_of, utc_now
from review_ui.texts.catalogue import text
from review_ui.watching import NewSource, add_source, run_now, source_sheets
from store.open import Stores

router = APIRouter()
_FIELDS = ("name", "site", "start", "query", "every", "cron", "quiet_hours")


@router.get("/sources")
def sources(request: Request, user: PageUser) -> Response:
    """Show every source, those with open alarms first."""
    return _page(request, user, {})


@router.post("/sources")
def add(request: Request, user: PageUser, form: OwnForm) -> Response:
    """Watch another source; what is wrong with it is said beside the form as it was filled in."""
    require(user, "watch")
    given = {name: field(form, name) for name in _FIELDS}
    try:
        add_source(stores_of(request), _described(given), settings_of(request).sites_folder)
    except SoiError as fault:
        return _page(request, user, given, fault)
    return RedirectResponse("/sources", SEE_OTHER)


@router.post("/sources/state")
def state(request: Request, user: PageUser, form: OwnForm) -> Response:
    """Pause a source, take it up again, or have it run next."""
    require(user, "watch")
    step = _STEPS.get(field(form, "step"))
    if step is None:
        names = "; ".join(text("vi", f"sources.{name}") for name in _STEPS)
        raise InvalidInput(
            Wording("nguồn theo dõi không có thao tác này", "no such step of a source"),
            remedy=Wording(f"hãy chọn một trong: {names}", f"choose one of: {', '.join(_STEPS)}"),
        )
    step(stores_of(request), field(form, "name"), user)
    return RedirectResponse("/sources", SEE_OTHER)


_STEPS: Mapping[str, Callable[[Stores, str, User], object]] = {
    "pause": lambda stores, name, _: stores.sources.pause(name),
    "resume": lambda stores, name, _: stores.sources.pause(name, paused=False),
    "run": lambda stores, name, user: run_now(stores, name, user, utc_now()),
}


def _described(given: Mapping[str, str]) -> NewSource:
    return NewSource(
        name=given["name"],
        site=given["site"],
        start=given["start"].split(),
        query=given["query"],
        every=given["every"],
        cron=given["cron"],
        quiet_hours=given["quiet_hours"],
    )


def _page(request: Request, user: User, given: Mapping[str, str], fault: SoiError | None = None) -> Response:
    settings = settings_of(request)
    profiles = load_sites(settings.sites_folder)
    return page(
        request,
        "sources.html",
        user,
        status=status_of(fault) if fault else 200,
        sheets=source_sheets(stores_of(request), settings.calendar, utc_now()),
        sites=sorted(name for name, profile in profiles.items() if needs_start(profile)),
        services=sorted(name for name, profile in profiles.items() if not needs_start(profile)),
        given={name: given.get(name, "") for name in _FIELDS},
        fault=fault.in_language(language_of(request)) if fault else None,
        zone=str(settings.calendar.zone),
    )
