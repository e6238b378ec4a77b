"""`POST /api/v1/session`, and the throttled step that both sign-ins share."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from listings.errors import NotAllowed
from listings.review import User
from review_ui.api.problem import documented
from review_ui.api.records import SessionRecord
from review_ui.session import SignInNeeded, stores_of, utc_now
from review_ui.throttle import Throttle

router = APIRouter()
# Argon2 reads the whole password; nobody types more.
MAX_PASSWORD = 1024
MAX_NAME = 200


class WrongPassword(SignInNeeded):
    """Name and password do not belong together: correct them."""


class Credentials(BaseModel):
    """Who signs in."""

    user: str = Field(min_length=1, max_length=MAX_NAME)
    password: str = Field(min_length=1, max_length=MAX_PASSWORD)


@router.post(
    "/session",
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS),
)
def open_session(credentials: Credentials, request: Request) -> SessionRecord:
    """Sign in; send the token back as `Authorization: Bearer`."""
    token, user = sign_in(request, credentials.user, credentials.password)
    return SessionRecord(token=token, user=user.name, role=user.role)


def sign_in(request: Request, name: str, password: str) -> tuple[str, User]:
    """Sign somebody in and give the token with the user.

    Raises:
        WrongPassword: name and password do not belong together; says no more, so names cannot be guessed.
        TooManyFailures: this name from this address, or this address, failed too often.
    """
    throttle: Throttle = request.app.state.throttle
    address = request.client.host if request.client else ""
    keys = (("name", name, address), ("address", address))
    throttle.check(keys, utc_now())
    users = stores_of(request).users
    try:
        token = users.sign_in(name, password, utc_now())
    except NotAllowed as refused:
        throttle.note_failure(keys, utc_now())
        raise WrongPassword("wrong name or password", remedy="correct them") from refused
    user = users.user_of(token, utc_now())
    if user is None:
        raise WrongPassword("the account was closed just now")
    throttle.forget(keys[0])
    return token, user
