"""Signing in and out, and the choice of the language."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from review_ui.api.problem import status_of
from review_ui.api.sign_in import MAX_NAME, MAX_PASSWORD, WrongPassword, sign_in
from review_ui.languages import remember_language
from review_ui.presentation.addresses import local_path
from review_ui.rendering import page
from review_ui.reviewing import settings_of
from review_ui.session import OWN_FORM, SESSION_COOKIE, OwnForm, field, is_secure, stores_of
from review_ui.texts.catalogue import LANGUAGES
from review_ui.throttle import TooManyFailures

router = APIRouter()
SEE_OTHER = 303


@router.get("/sign-in")
def ask(request: Request, then: str = "/") -> Response:
    """Show the sign-in form."""
    return page(request, "sign_in.html", None, then=local_path(then, "/"), failure=None, name="")


@router.post("/sign-in")
def enter(request: Request, form: OwnForm) -> Response:
    """Sign in and go on to the page that was asked for."""
    then = local_path(field(form, "then"), "/")
    name, password = field(form, "name")[:MAX_NAME], form.get("password")
    try:
        token, _ = sign_in(request, name, password[:MAX_PASSWORD] if isinstance(password, str) else "")
    except (WrongPassword, TooManyFailures) as failure:
        key = "sign_in.too_many" if isinstance(failure, TooManyFailures) else "sign_in.wrong"
        return page(request, "sign_in.html", None, status=status_of(failure), then=then, failure=key, name=name)
    return _signed_in(request, token, then)


@router.post("/sign-out", dependencies=[OWN_FORM])
def leave(request: Request) -> Response:
    """Sign out."""
    stores_of(request).users.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/sign-in", SEE_OTHER)
    response.delete_cookie(SESSION_COOKIE, secure=is_secure(request), httponly=True, samesite="strict")
    return response


@router.post("/language")
def choose_language(request: Request, form: OwnForm) -> Response:
    """Keep the choice of the language and go back."""
    response = RedirectResponse(local_path(field(form, "back"), "/"), SEE_OTHER)
    chosen = next((language for language in LANGUAGES if language == field(form, "language")), None)
    if chosen is not None:
        remember_language(response, chosen, secure=is_secure(request))
    return response


def _signed_in(request: Request, token: str, then: str) -> Response:
    response = RedirectResponse(then, SEE_OTHER)
    seconds = int(settings_of(request).session.total_seconds())
    response.set_cookie(
        SESSION_COOKIE, token, max_age=seconds, httponly=True, secure=is_secure(request), samesite="strict"
    )
    return response
