"""Errors as problem documents (RFC 9457) for scripts and as pages for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from listings.errors import Conflict, InvalidInput, NotAllowed, NotFound, SoiError, StoreUnavailable
from review_ui.session import SignInNeeded, StaleForm
from review_ui.throttle import TooManyFailures

API_PREFIX = "/api/v1"
MEDIA_TYPE = "application/problem+json"
# The first that fits counts, so the narrower ones stand first.
_STATUS: tuple[tuple[type[SoiError], HTTPStatus], ...] = (
    (SignInNeeded, HTTPStatus.UNAUTHORIZED),
    (TooManyFailures, HTTPStatus.TOO_MANY_REQUESTS),
    (StaleForm, HTTPStatus.FORBIDDEN),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (StoreUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


class FieldFault(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldFault] | None = None


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Give the `responses` of a route for OpenAPI: these statuses answer with a problem document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


def status_of(error: SoiError) -> HTTPStatus:
    """Give the HTTP status that tells a caller what to do about an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(
    status: HTTPStatus,
    detail: str,
    *,
    errors: Sequence[FieldFault] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Give a problem document."""
    told = Problem(title=status.phrase, status=status, detail=detail, errors=list(errors) if errors else None)
    return JSONResponse(told.model_dump(exclude_none=True), int(status), dict(headers or {}), MEDIA_TYPE)


def headers_of(error: SoiError) -> dict[str, str]:
    """Give the headers that belong to an error: how to sign in, when to try again."""
    if isinstance(error, TooManyFailures):
        return {"Retry-After": str(error.seconds)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, SignInNeeded) else {}


def is_api(request: Request) -> bool:
    """Say whether a script is asking."""
    return request.url.path.startswith(f"{API_PREFIX}/")
