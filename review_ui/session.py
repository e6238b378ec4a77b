"""Who is asking: the cookie of a sign-in for pages, the bearer token for scripts, and the token that forms carry."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from listings.errors import NotAllowed, SoiError
from listings.review import User
from listings.wording import Wording
from store.open import Stores

SESSION_COOKIE = "soi_session"
# Before signing in there is no session to bind a form to; this random one stands in.
VISIT_COOKIE = "soi_visit"
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field, not a secret
_TOKEN_BYTES = 32


class SignInNeeded(SoiError):
    """Nobody is signed in: sign in first."""


class StaleForm(NotAllowed):
    """The form did not come from a page of ours, or its page is too old: load the page again."""


def utc_now() -> datetime:
    """Give the present in UTC."""
    return datetime.now(UTC)


def stores_of(request: Request) -> Stores:
    """Give the stores the application was made over."""
    stores: Stores = request.app.state.stores
    return stores


def page_user(request: Request) -> User:
    """Give who is signed in by cookie.

    Raises:
        SignInNeeded: nobody, or the sign-in has ended.
    """
    token = request.cookies.get(SESSION_COOKIE)
    return _user_of(request, token)


def api_user(request: Request) -> User:
    """Give who the bearer token belongs to. Cookies do not count here, so no other site can act through a browser.

    Raises:
        SignInNeeded: no token, a wrong one, or one that has ended.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return _user_of(request, token.strip() if scheme.lower() == "bearer" else None)


def _user_of(request: Request, token: str | None) -> User:
    user = stores_of(request).users.user_of(token, utc_now()) if token else None
    if user is None:
        raise SignInNeeded(
            Wording("chưa có ai đăng nhập", "nobody is signed in"), remedy=Wording("hãy đăng nhập", "sign in")
        )
    return user


def form_token(request: Request) -> str:
    """Give the token that forms on this person's pages carry; it tells nothing of the cookie it is made from."""
    seed = request.cookies.get(SESSION_COOKIE) or visit_of(request)
    return hashlib.sha256(f"soi form {seed}".encode()).hexdigest()


def visit_of(request: Request) -> str:
    """Give the visitor's random mark, made on the first page."""
    kept: str | None = getattr(request.state, "visit", None) or request.cookies.get(VISIT_COOKIE)
    request.state.visit = kept or secrets.token_urlsafe(_TOKEN_BYTES)
    mark: str = request.state.visit
    return mark


def remember_visit(request: Request, response: Response) -> None:
    """Keep the visitor's mark in a cookie."""
    response.set_cookie(VISIT_COOKIE, visit_of(request), httponly=True, secure=is_secure(request), samesite="strict")


def is_secure(request: Request) -> bool:
    """Say whether the request came over TLS, so that cookies may insist on it."""
    return request.url.scheme == "https"


async def own_form(request: Request) -> FormData:
    """Give the form that was sent, if it is of one of our own pages.

    Raises:
        StaleForm: another site sent it, or its token is not of this sign-in.
    """
    form = await request.form()
    given = form.get(FORM_TOKEN)
    fits = isinstance(given, str) and hmac.compare_digest(given.encode(), form_token(request).encode())
    if not fits or not _same_origin(request):
        what = Wording("biểu mẫu này không thuộc lần đăng nhập hiện tại", "this form is not of this sign-in")
        raise StaleForm(what, remedy=Wording("hãy tải lại trang rồi làm lại", "load the page again and repeat"))
    return form


def field(form: FormData, name: str) -> str:
    """Give a text field of a form, trimmed, empty where it is missing, without NUL, which SQL refuses."""
    given = form.get(name)
    return given.replace("\0", "").strip() if isinstance(given, str) else ""


def _same_origin(request: Request) -> bool:
    """Judge by what the browser says. Under our no-referrer policy Origin is "null", so Sec-Fetch-Site goes first."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin in {None, "null"} or urlsplit(origin or "").netloc == request.headers.get("host")


PageUser = Annotated[User, Depends(page_user)]
ApiUser = Annotated[User, Depends(api_user)]
OwnForm = Annotated[FormData, Depends(own_form)]
# For routes that only need the check, not what it gives.
PAGE_USER, API_USER, OWN_FORM = Depends(page_user), Depends(api_user), Depends(own_form)
