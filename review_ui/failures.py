"""Answers to everything that went wrong: a problem document for scripts, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from listings.errors import Conflict, SoiError
from review_ui.api.problem import FieldFault, headers_of, is_api, problem, status_of
from review_ui.guards import MAX_BODY_BYTES, make_strict
from review_ui.languages import language_of
from review_ui.rendering import page
from review_ui.session import SignInNeeded, StaleForm, page_user
from review_ui.texts.catalogue import name_of, text, texts

# What two people do to a rule or a takedown has nothing to do with a hit.
_CONFLICTS = {"hits": "409", "undo": "409", "rules": "rule_conflict"}


def answer_failures(app: FastAPI) -> None:
    """Let the application answer errors in this way."""
    app.add_exception_handler(SoiError, _on_soi_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_a_fault_of_ours)


def too_large(request: Request) -> Response:
    """Refuse a body over MAX_BODY_BYTES."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if is_api(request):
        return problem(status, f"a request may have {MAX_BODY_BYTES} bytes at most")
    return _failure_page(request, status, _note(request, status))


def _on_soi_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SoiError)
    if is_api(request):
        return problem(status_of(error), str(error), headers=headers_of(error))
    if isinstance(error, SignInNeeded):
        then = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?then={quote(then, safe='/')}", HTTPStatus.SEE_OTHER)
    told = error.in_language(language_of(request))
    return _failure_page(request, status_of(error), told, heading=_heading(request, error))


def _heading(request: Request, error: SoiError) -> str | None:
    """Name the heading of a failure's page where its status does not say enough."""
    if isinstance(error, StaleForm):
        return "stale"
    return _CONFLICTS.get(request.url.path.split("/")[1], "conflict") if isinstance(error, Conflict) else None


def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_api(request):
        faults = [FieldFault(field=".".join(map(str, e["loc"])), message=str(e["msg"])) for e in error.errors()]
        return problem(status, "the request is malformed", errors=faults)
    language = language_of(request)
    # The first part of a place says whether it was in the path, the query or the form.
    names = dict.fromkeys(name_of(language, "form_field", str(e["loc"][:2][-1])) for e in error.errors())
    return _failure_page(request, status, text(language, "failure.fields", fields=", ".join(names)))


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # A body that is no text at all is malformed like any other; the contract knows 422 for that, not 400.
    malformed = error.status_code == HTTPStatus.BAD_REQUEST
    status = HTTPStatus.UNPROCESSABLE_ENTITY if malformed else HTTPStatus(error.status_code)
    if is_api(request):
        return problem(status, error.detail, headers=error.headers)
    return _failure_page(request, status, _note(request, status))


def _on_a_fault_of_ours(request: Request, _: Exception) -> Response:
    """Answer what nobody foresaw; the server goes on to log it. No guard stands around this answer."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if is_api(request):
        answer = problem(status, "something failed in Soi; its log says what")
    else:
        answer = page(request, "failure.html", None, status=status, heading="500", detail=_note(request, status))
    make_strict(answer.headers)
    return answer


def _note(request: Request, status: HTTPStatus) -> str | None:
    return texts(language_of(request)).get(f"failure.note_{int(status)}")


def _failure_page(request: Request, status: HTTPStatus, detail: str | None, *, heading: str | None = None) -> Response:
    try:
        user = page_user(request)
    except SoiError:
        user = None
    return page(request, "failure.html", user, status=status, heading=heading or str(int(status)), detail=detail)
