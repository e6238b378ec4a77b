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
from review_ui.rendering import page
from review_ui.session import SignInNeeded, StaleForm, page_user


def answer_failures(app: FastAPI) -> None:
    """Let the application answer errors in this way."""
    app.add_exception_handler(SoiError, _on_soi_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)


def _on_soi_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SoiError)
    if is_api(request):
        return problem(status_of(error), str(error), headers=headers_of(error))
    if isinstance(error, SignInNeeded):
        then = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?then={quote(then, safe='/')}", HTTPStatus.SEE_OTHER)
    return _failure_page(request, status_of(error), _heading(request, error), str(error))


def _heading(request: Request, error: SoiError) -> str:
    """Name the heading of a failure's page; what two people do to a rule has nothing to do with a hit."""
    if isinstance(error, StaleForm):
        return "stale"
    of_a_rule = isinstance(error, Conflict) and request.url.path.startswith("/rules/")
    return "rule_conflict" if of_a_rule else str(int(status_of(error)))


def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [FieldFault(field=".".join(map(str, e["loc"])), message=str(e["msg"])) for e in error.errors()]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_api(request):
        return problem(status, "the request is malformed", errors=faults)
    told = "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
    return _failure_page(request, status, str(int(status)), told)


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # A body that is no text at all is malformed like any other; the contract knows 422 for that, not 400.
    code = HTTPStatus.UNPROCESSABLE_ENTITY if error.status_code == HTTPStatus.BAD_REQUEST else error.status_code
    if is_api(request):
        return problem(HTTPStatus(code), error.detail, headers=error.headers)
    return _failure_page(request, HTTPStatus(code), str(int(code)), error.detail)


def _failure_page(request: Request, status: HTTPStatus, heading: str, detail: str) -> Response:
    try:
        user = page_user(request)
    except SoiError:
        user = None
    return page(request, "failure.html", user, status=status, heading=heading, detail=detail)
